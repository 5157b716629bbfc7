import type { WebSocket } from 'ws';
import type { JsonObject } from '../json.ts';
import { type AcknowledgementFrame, readAcknowledgement } from './acknowledgement-frame.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

export interface ConnectionEvents {
  acknowledged(frame: AcknowledgementFrame): void;
  /** Something else than an acknowledgement. */
  junk(text: string): void;
  closed(): void;
}

/** One socket of the app. */
export class Connection {
  /** Neither sends nor answers pings, and the app cannot tell. */
  halfOpen = false;
  /** Slack has asked it to go; it gets nothing more. */
  isLeaving = false;
  readonly #pings: NodeJS.Timeout;

  constructor(
    readonly number: number,
    private readonly socket: WebSocket,
    pingIntervalMs: number,
    events: ConnectionEvents,
  ) {
    this.#pings = setInterval(() => {
      if (!this.halfOpen) socket.ping(`Ping from ${this.host}`);
    }, pingIntervalMs);
    socket.on('ping', (data) => {
      if (!this.halfOpen) socket.pong(data);
    });
    socket.on('message', (data) => {
      if (this.halfOpen) return;
      const frame = readAcknowledgement(String(data));
      if (frame) events.acknowledged(frame);
      else events.junk(String(data));
    });
    // A socket that breaks also closes; the error itself says nothing more.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(this.#pings);
      events.closed();
    });
  }

  get host(): string {
    return `applink-${this.number}`;
  }

  hello(appId: string, numConnections: number): void {
    // The example in https://docs.slack.dev/apis/events-api/using-socket-mode#hello
    this.send({
      type: 'hello',
      num_connections: numConnections,
      debug_info: { host: this.host, build_number: 10, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
  }

  /** After everything but a warning, Slack closes the socket unless the app does (within ten seconds). */
  disconnect(reason: DisconnectReason): void {
    this.send({ type: 'disconnect', reason, debug_info: { host: this.host } });
    if (reason === 'warning') return;
    this.isLeaving = true;
    setTimeout(() => this.socket.close(1000), 10_000).unref();
  }

  send(message: JsonObject): void {
    if (!this.halfOpen && this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Ends it in good order; `drop` follows if the app does not play along. */
  close(): void {
    this.socket.close(1001);
  }

  /** Breaks it without a close frame. */
  drop(): void {
    this.socket.terminate();
  }
}
