import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ChangeFeed } from '../changes.ts';
import type { SocketFaults } from '../faults.ts';
import type { Timing } from '../timing.ts';
import type { AcknowledgementFrame } from './acknowledgement-frame.ts';
import { Connection, type DisconnectReason } from './connection.ts';
import { Tickets } from './tickets.ts';

/** Slack keeps at most ten sockets per app (https://docs.slack.dev/apis/events-api/using-socket-mode#multiple). */
const MAX_CONNECTIONS = 10;

export interface SocketEvents {
  acknowledged(frame: AcknowledgementFrame): void;
  junk(text: string): void;
  closed(connection: Connection): void;
}

/** The app's sockets. */
export class Sockets implements SocketFaults {
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #tickets: Tickets;
  #connections: Connection[] = [];
  #turn = 0;
  #count = 0;
  #halfOpen = false;
  events: SocketEvents | undefined;

  constructor(
    private readonly appId: string,
    private readonly isEnabled: boolean,
    private readonly timing: Timing,
    private readonly feed: ChangeFeed,
  ) {
    this.#tickets = new Tickets(timing.ticketLifetimeMs);
  }

  get connections(): readonly Connection[] {
    return this.#connections;
  }

  /** The address of one socket more, below the server's. */
  issueAddress(): string {
    return this.#tickets.issue(this.appId);
  }

  /** The next socket in turn; undefined when the app has none. */
  next(): Connection | undefined {
    const able = this.#connections.filter(({ isLeaving }) => !isLeaving);
    return able[this.#turn++ % Math.max(1, able.length)];
  }

  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (!this.#tickets.use(request.url ?? '')) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      const connection: Connection = new Connection(++this.#count, socket, this.timing.pingIntervalMs, {
        acknowledged: (frame) => this.events?.acknowledged(frame),
        junk: (text) => this.events?.junk(text),
        closed: () => this.#forget(connection),
      });
      // With Socket Mode off there are addresses, but nothing comes through them.
      if (!this.isEnabled) {
        connection.disconnect('link_disabled');
        return;
      }
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
