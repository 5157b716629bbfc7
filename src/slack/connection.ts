import type { App, AuthorizeResult } from '@slack/bolt';
// Bolt's `App` without its receivers for Express, Lambda and HTTP, which are half of what loading Bolt costs.
import bolt from '@slack/bolt/dist/App.js';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import { type Clock, systemStopwatch, type UtcMs } from '../lib/clock.ts';
import type { Budget } from '../notifications/queue/budget.ts';
import type { SlackFailure } from '../notifications/queue/failure.ts';
import { type CallObserver, INTERACTIVE_TIMEOUT, type Lane, SlackClient } from './api/clients.ts';
import { toSlackFailure } from './api/failures.ts';
import { TokenWatch } from './api/token-watch.ts';
import type { Connection, ConnectionStore } from './directory/store.ts';
import { slackLogger } from './logger.ts';
import { SocketReceiver } from './sockets/receiver.ts';
import { Socket } from './sockets/socket.ts';
import { SocketSupervisor } from './sockets/supervisor.ts';

export interface SlackConnectionOptions {
  connection: Connection;
  botToken: string;
  appToken: string;
  /** Ends in a slash. */
  apiUrl: string;
  proxy: Dispatcher | undefined;
}

/** What the rest of the app hears of the connection. */
export interface ConnectionEvents {
  /** Slack can be reached (again). */
  onReachable(): void;
}

/** The app's line to one Slack workspace: who its token is, its sockets, its Web API clients, and Bolt on top. */
export class SlackConnection {
  readonly bolt: App;
  /** For what may take its time: waits for its place in the budget. Tries once, like the others. */
  readonly background: WebClient;
  /** For the courier, which pays before it calls. */
  readonly prepaid: WebClient;
  /** For answers to people: fails fast, and never waits behind the queue. */
  readonly interactive: WebClient;

  private readonly supervisor: SocketSupervisor;
  private readonly stopping = new AbortController();
  private readonly token: TokenWatch;
  private since: UtcMs | null = null;

  constructor(
    private readonly options: SlackConnectionOptions,
    store: ConnectionStore,
    events: ConnectionEvents,
    { budget, observer }: { budget: Budget; observer: CallObserver },
    clock: Clock,
    logger: Logger,
  ) {
    const { apiUrl, appToken, botToken } = options;
    const deps = {
      budget,
      stopping: this.stopping.signal,
      observer: {
        called: (method: string, failure: SlackFailure | null) => {
          if (failure) this.token.suspect(failure);
          observer.called(method, failure);
        },
      },
    };
    const api = { connectionId: this.id, url: apiUrl, botToken };
    const client = (lane: Lane) => new SlackClient(api, lane, deps, slackLogger(logger, 'web-api'));
    this.background = client('background');
    this.prepaid = client('prepaid');
    this.interactive = client('interactive');
    this.token = new TokenWatch(
      this.interactive,
      {
        onAccepted: async (owner) => {
          const connection = await store.identify(this.id, owner);
          events.onReachable();
          return connection;
        },
      },
      logger,
    );
    const receiver = new SocketReceiver(() => this.supervisor, logger);
    const openSocket = () =>
      Socket.open({
        appToken,
        apiUrl,
        proxy: options.proxy,
        logger: slackLogger(logger, 'socket-mode'),
        onEnvelope: (envelope) => void receiver.receive(envelope),
      });
    this.supervisor = new SocketSupervisor(
      () => counted(openSocket, { connectionId: this.id, budget, observer }),
      {
        onConnected: () => {
          this.since = clock.now();
          logger.info('connected to Slack');
          events.onReachable();
        },
        onDisconnected: () => {
          this.since = null;
          logger.warn('no connection to Slack: clicks and commands do not arrive until it is back');
        },
      },
      systemStopwatch,
      logger,
    );
    this.bolt = new bolt.default({
      receiver,
      // Ours, from one supervised auth.test: Bolt's own call ends the process when it fails for good.
      authorize: async () => this.authorization(),
      convoStore: false,
      logger: slackLogger(logger, 'bolt'),
      clientOptions: {
        slackApiUrl: apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: INTERACTIVE_TIMEOUT,
      },
    });
  }

  get id(): number {
    return this.options.connection.id;
  }

  /** The workspace, as Slack last told; null before it ever has. */
  get teamId(): string | null {
    return this.token.owner?.teamId ?? this.options.connection.teamId;
  }

  /** Starts to connect, and returns; Slack being down is no reason not to run. */
  async start(): Promise<void> {
    this.token.start();
    await this.bolt.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.bolt.stop();
    await this.token.stop();
  }

  /** Since when at least one socket has been open; null while none is. */
  get connectedSince(): UtcMs | null {
    return this.since;
  }

  /** How many sockets are open. */
  get liveSockets(): number {
    return this.supervisor.liveSockets;
  }

  /** Why a click could not be answered now, for people; null when it could. */
  trouble(): string | null {
    return this.token.trouble() ?? (this.since === null ? 'no socket to Slack is open' : null);
  }

  private authorization(): AuthorizeResult {
    const { botToken, connection } = this.options;
    const known = this.token.owner ?? connection;
    return {
      botToken,
      teamId: known.teamId ?? undefined,
      botId: known.botId ?? undefined,
      botUserId: known.botUserId ?? undefined,
    };
  }
}

/** Opening a socket is a call like any other, but never waits for the budget: without it nobody can be heard. */
async function counted(
  open: () => Promise<Socket>,
  { connectionId, budget, observer }: { connectionId: number; budget: Budget; observer: CallObserver },
): Promise<Socket> {
  const method = 'apps.connections.open';
  budget.overdraw({ connectionId, method, channelId: null });
  try {
    const socket = await open();
    observer.called(method, null);
    return socket;
  } catch (error) {
    observer.called(method, toSlackFailure(error));
    throw error;
  }
}
