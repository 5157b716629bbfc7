import type { App, AuthorizeResult } from '@slack/bolt';
// Bolt's `App` without its receivers for Express, Lambda and HTTP, which are half of what loading Bolt costs.
import bolt from '@slack/bolt/dist/App.js';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { SlackTokens } from '../config.ts';
import { type Clock, systemStopwatch, type UtcMs } from '../lib/clock.ts';
import type { Budget } from '../notifications/queue/budget.ts';
import type { SlackFailure } from '../notifications/queue/failure.ts';
import { type CallObserver, INTERACTIVE_TIMEOUT, type Lane, SlackClient } from './api/clients.ts';
import { toSlackFailure } from './api/failures.ts';
import { TokenWatch } from './api/token-watch.ts';
import type { Connection, ConnectionStore } from './directory/store.ts';
import type { Envelope } from './inbound/envelope.ts';
import { HttpEndpoint } from './inbound/http-endpoint.ts';
import type { Inbound } from './inbound/inbound.ts';
import { InboundReceiver } from './inbound/receiver.ts';
import { slackLogger } from './logger.ts';
import { Socket } from './sockets/socket.ts';
import { SocketSupervisor } from './sockets/supervisor.ts';

export type SlackConnectionOptions = SlackTokens & {
  connection: Connection;
  /** Ends in a slash. */
  apiUrl: string;
  proxy: Dispatcher | undefined;
};

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

  /** Takes what Slack sends to our addresses; null where it comes over sockets. */
  readonly endpoint: HttpEndpoint | null;

  private readonly inbound: Inbound;
  private readonly stopping = new AbortController();
  private readonly token: TokenWatch;
  private since: UtcMs | null = null;

  constructor(
    private readonly options: SlackConnectionOptions,
    store: ConnectionStore,
    private readonly events: ConnectionEvents,
    { budget, observer }: { budget: Budget; observer: CallObserver },
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const { apiUrl, botToken } = options;
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
          if (this.endpoint) this.since = clock.now();
          events.onReachable();
          return connection;
        },
        // Sockets notice by themselves.
        onAnsweredAgain: () => {
          if (this.endpoint) events.onReachable();
        },
      },
      logger,
    );
    const receiver = new InboundReceiver(() => this.inbound, logger);
    const receive = (envelope: Envelope) => receiver.receive(envelope);
    if ('appToken' in options) {
      this.endpoint = null;
      this.inbound = this.sockets(options.appToken, receive, { budget, observer });
    } else {
      this.endpoint = new HttpEndpoint(options.signingSecret, receive, clock, logger);
      this.inbound = this.endpoint;
    }
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

  /** Since when Slack's requests arrive, as far as can be known; null while they don't. */
  get connectedSince(): UtcMs | null {
    return this.since;
  }

  /** How many sockets are open. */
  get liveSockets(): number {
    return this.inbound.liveSockets;
  }

  /** Why a click could not be answered now, for people; null when it could. */
  trouble(): string | null {
    return this.token.trouble() ?? (this.since === null ? 'no socket to Slack is open' : null);
  }

  private sockets(
    appToken: string,
    receive: (envelope: Envelope) => Promise<void>,
    counting: { budget: Budget; observer: CallObserver },
  ): SocketSupervisor {
    const { apiUrl, proxy } = this.options;
    const openSocket = () =>
      Socket.open({
        appToken,
        apiUrl,
        proxy,
        logger: slackLogger(this.logger, 'socket-mode'),
        onEnvelope: (envelope) => void receive(envelope),
      });
    return new SocketSupervisor(
      () => counted(openSocket, { connectionId: this.id, ...counting }),
      {
        onConnected: () => {
          this.since = this.clock.now();
          this.logger.info('connected to Slack');
          this.events.onReachable();
        },
        onDisconnected: () => {
          this.since = null;
          this.logger.warn('no connection to Slack: clicks and commands do not arrive until it is back');
        },
      },
      systemStopwatch,
      this.logger,
    );
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
