import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ChangeFeed } from '../changes.ts';
import type { SocketFaults } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { Connection, type DisconnectReason } from './connection.ts';

/** Slack keeps at most ten sockets per app (https://docs.slack.dev/apis/events-api/using-socket-mode#multiple). */
const MAX_CONNECTIONS = 10;

export interface SocketEvents {
  acknowledged(envelopeId: string, response: JsonObject): void;
  closed(connection: Connection): void;
}

/** The app's sockets. */
export class Sockets implements SocketFaults {
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #tickets = new Set<string>();
  #connections: Connection[] = [];
  #turn = 0;
  #count = 0;
  #halfOpen = false;
  events: SocketEvents | undefined;

  constructor(
    private readonly appId: string,
    private readonly pingIntervalMs: number,
    private readonly feed: ChangeFeed,
  ) {}

  get connections(): readonly Connection[] {
    return this.#connections;
  }

  issueTicket(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return ticket;
  }

  /** The next socket in turn; undefined when the app has none. */
  next(): Connection | undefined {
    const able = this.#connections.filter(({ isLeaving }) => !isLeaving);
    return able[this.#turn++ % Math.max(1, able.length)];
  }

  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', 'ws://slack').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      const connection: Connection = new Connection(++this.#count, socket, this.pingIntervalMs, {
        acknowledged: (id, response) => this.events?.acknowledged(id, response),
        closed: () => this.#forget(connection),
      });
      if (this.#connections.length >= MAX_CONNECTIONS) {
        connection.disconnect('too_many_websockets');
        return;
      }
      connection.halfOpen = this.#halfOpen;
      this.#connections.push(connection);
      connection.hello(this.appId, this.#connections.length);
      this.feed.notify();
    });
  }

  drop(): void {
    for (const connection of [...this.#connections]) connection.drop();
  }

  setHalfOpen(on: boolean): void {
    this.#halfOpen = on;
    for (const connection of this.#connections) connection.halfOpen = on;
  }

  sendDisconnect(reason: DisconnectReason): void {
    for (const connection of [...this.#connections]) connection.disconnect(reason);
  }

  /** Ends every socket, in good order where the app plays along within half a second. */
  async close(): Promise<void> {
    for (const connection of this.#connections) connection.close();
    const look = () => (this.#connections.length === 0 ? true : undefined);
    await this.feed.waitFor(look, () => 'sockets are still open', 500).catch(() => this.drop());
    this.#server.close();
  }

  #forget(connection: Connection): void {
    this.#connections = this.#connections.filter((one) => one !== connection);
    this.events?.closed(connection);
    this.feed.notify();
  }
}
