import type { Logger as SlackLogger } from '@slack/logger';
import { SocketModeClient } from '@slack/socket-mode';
import { type Dispatcher, WebSocket } from 'undici';
import { DAY, SECOND } from '../../lib/clock.ts';
import { isObject } from '../../lib/json-value.ts';
import type { Envelope } from '../inbound/envelope.ts';
import { watchPongs } from './pongs.ts';

export interface SocketOptions {
  appToken: string;
  apiUrl: string;
  logger: SlackLogger;
  /** The way through a proxy; undefined for none. */
  proxy: Dispatcher | undefined;
  onEnvelope(envelope: Envelope): void;
}

/** Without a timeout a hung `apps.connections.open` leaves the app deaf for five minutes. */
const OPEN_TIMEOUT = 5 * SECOND;
/** From the socket's opening to Slack's hello. */
const HELLO_TIMEOUT = 10 * SECOND;
/**
 * The client's own watches, which `watchPongs` replaces: they go by the wall clock, and end every connection when it is set
 * forward, or when the process has stood still for five seconds.
 */
const NEVER = DAY;

/** One live connection to Slack, from its hello to its end; it never reconnects by itself. */
export class Socket {
  /** Resolves, with Slack's reason, when Slack has announced that it will close this connection soon. */
  readonly retiring: Promise<string>;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;

  private constructor(
    private readonly client: SocketModeClient,
    announced: Promise<string>,
    closed: Promise<void>,
  ) {
    this.retiring = announced;
    this.closed = closed;
  }

  /**
   * Opens a connection and waits for Slack's hello.
   * @throws what `apps.connections.open` fails with, or an Error when no hello comes in time.
   */
  static async open({ appToken, apiUrl, logger, proxy, onEnvelope }: SocketOptions): Promise<Socket> {
    const client = new SocketModeClient({
      appToken,
      logger,
      dispatcher: proxy,
      // One owner of reconnecting: the supervisor. The client's own waits grow to hours, and its failures go unhandled.
      autoReconnectEnabled: false,
      clientPingTimeout: NEVER,
      serverPingTimeout: NEVER,
      // An object of its own: the client changes it.
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: OPEN_TIMEOUT,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    });
    const announced = announcementsOf(client);
    const closed = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    client.on('slack_event', (event: SlackEvent) => onEnvelope(toEnvelope(event)));
    await hello(client);
    void closed.then(watchPongs(webSocketOf(client), () => client.websocket?.disconnect()));
    return new Socket(client, announced, closed);
  }

  /** Closes the connection. Resolves at once; `closed` tells when it is gone. */
  close(): void {
    quietly(this.client.disconnect());
  }
}

async function hello(client: SocketModeClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Slack did not say hello in time')), OPEN_TIMEOUT + HELLO_TIMEOUT);
  });
  try {
    // `start` rejects with nothing when the connection closes before the hello.
    const started = client.start().catch((error: unknown) => {
      throw error ?? new Error('the connection closed before Slack said hello');
    });
    await Promise.race([started, tooLate]);
  } catch (error) {
    quietly(client.disconnect());
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The connection itself, which the client keeps to itself. */
function webSocketOf({ websocket }: SocketModeClient): WebSocket {
  const own: unknown = websocket && Reflect.get(websocket, 'websocket');
  if (own instanceof WebSocket) return own;
  throw new Error('the connection closed as soon as Slack had said hello');
}

/**
 * Slack announces the end of a connection (`warning`, `refresh_requested`) some seconds ahead. The client would hang up
 * at once and be deaf until its successor is there, so those messages are kept from it.
 */
function announcementsOf(client: SocketModeClient): Promise<string> {
  return new Promise((resolve) => {
    const handlers = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', (data: unknown, isBinary: boolean) => {
      const reason = disconnectReason(data);
      if (reason !== null) resolve(reason);
      else for (const handle of handlers) handle.call(client, data, isBinary);
    });
  });
}

function disconnectReason(data: unknown): string | null {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return null;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null) return null;
    if (!('type' in message) || message.type !== 'disconnect') return null;
    return 'reason' in message && typeof message.reason === 'string' ? message.reason : 'unknown';
  } catch {
    return null; // not JSON: the client says so itself
  }
}

interface SlackEvent {
  ack(response?: unknown): Promise<void>;
  envelope_id: string;
  body: unknown;
  retry_num?: number;
  retry_reason?: string;
}

function toEnvelope({ ack, envelope_id, body, retry_num, retry_reason }: SlackEvent): Envelope {
  return {
    envelopeId: envelope_id,
    body: isObject(body) ? body : {},
    ack,
    retryNum: retry_num,
    retryReason: retry_reason,
  };
}

/** `disconnect` may reject, with nothing, when it comes in the middle of a connection attempt. */
function quietly(promise: Promise<void>): void {
  promise.catch(() => {});
}
