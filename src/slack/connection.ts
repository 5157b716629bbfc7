import type { App, AuthorizeResult, Receiver, ReceiverEvent } from '@slack/bolt';
// Bolt's `App` without its receivers for Express, Lambda and HTTP, which are half of what loading Bolt costs.
import bolt from '@slack/bolt/dist/App.js';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock, UtcMs } from '../lib/clock.ts';
import type { Budget } from '../notifications/queue/budget.ts';
import type { SlackFailure } from '../notifications/queue/failure.ts';
import type { BotToken } from './api/bot-token.ts';
import { type CallObserver, INTERACTIVE_TIMEOUT, type Lane, SlackClient } from './api/clients.ts';
import { TokenWatch } from './api/token-watch.ts';
import type { Connection, ConnectionStore, TokenOwner } from './directory/store.ts';
import type { SlackLine } from './inbound/line.ts';
import { slackLogger } from './logger.ts';

export interface SlackConnectionOptions {
  connection: Connection;
  token: BotToken;
  /** By which Slack's requests come; null for a connection that only posts. */
  line: Pick<SlackLine, 'endpoint' | 'connectedSince'> | null;
  /** Ends in a slash. */
  apiUrl: string;
}

/** What the rest of the app hears of the connection. */
export interface ConnectionEvents {
  /** Slack can be reached (again). */
  onReachable(): void;
  /** Slack does not accept the token, for this reason. */
  onRejected(code: string): void;
}

/** The requests are handed to Bolt from outside. */
const PASSIVE: Receiver = { init() {}, start: async () => {}, stop: async () => {} };

/** The app in one Slack workspace: whose its token is, its Web API clients, and Bolt on top. */
export class SlackConnection {
  readonly bolt: App;
  /** For what may take its time: waits for its place in the budget. Tries once, like the others. */
  readonly background: WebClient;
  /** For the courier, which pays before it calls. */
  readonly prepaid: WebClient;
  /** For answers to people: fails fast, and never waits behind the queue. */
  readonly interactive: WebClient;

  private readonly stopping = new AbortController();
  private readonly token: TokenWatch;
  /** When the token was first accepted. */
  private acceptedAt: UtcMs | null = null;

  constructor(
    private readonly options: SlackConnectionOptions,
    store: ConnectionStore,
    events: ConnectionEvents,
    { budget, observer }: { budget: Budget; observer: CallObserver },
    clock: Clock,
    logger: Logger,
  ) {
    const { apiUrl, token } = options;
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
    const api = { connectionId: this.id, url: apiUrl, token, teamId: () => this.teamId };
    const client = (lane: Lane) => new SlackClient(api, lane, deps, slackLogger(logger, 'web-api'));
    this.background = client('background');
    this.prepaid = client('prepaid');
    this.interactive = client('interactive');
    this.token = new TokenWatch(
      this.interactive,
      {
        onAccepted: async (owner) => {
          const connection = await store.identify(this.id, this.ownerHere(owner));
          this.acceptedAt = clock.now();
          events.onReachable();
          return connection;
        },
        onRejected: (code) => events.onRejected(code),
        // Sockets notice by themselves.
        onAnsweredAgain: () => {
          if (!this.hasSockets) events.onReachable();
        },
      },
      token,
      logger,
    );
    this.bolt = new bolt.default({
      receiver: PASSIVE,
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

  /** The bot's own account; null before Slack has first told. */
  get botUserId(): string | null {
    return (this.token.owner ?? this.options.connection).botUserId;
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

  /** Does what Slack asks for. */
  receive(request: ReceiverEvent): Promise<void> {
    return this.bolt.processEvent(request);
  }

  /** Slack has said that something has become of the token. */
  askAboutToken(): void {
    this.token.askNow();
  }

  /** Since when Slack's requests arrive, as far as can be known; null while they don't. */
  get connectedSince(): UtcMs | null {
    const { line } = this.options;
    return line && this.hasSockets ? line.connectedSince : this.acceptedAt;
  }

  /** Why a click could not be answered now, for people; null when it could. */
  trouble(): string | null {
    return this.token.trouble() ?? (this.connectedSince === null ? 'no socket to Slack is open' : null);
  }

  private get hasSockets(): boolean {
    return this.options.line?.endpoint === null;
  }

  /** A token for all of an organisation is the organisation's: which workspace this is, it does not say. */
  private ownerHere(owner: TokenOwner): TokenOwner {
    const { connection, token } = this.options;
    if (!token.isOrgWide || connection.teamId === null) return owner;
    return { ...owner, teamId: connection.teamId, teamName: connection.teamName ?? connection.teamId };
  }

  private authorization(): AuthorizeResult {
    const { token, connection } = this.options;
    const known = this.token.owner ?? connection;
    return {
      botToken: token.value(),
      teamId: known.teamId ?? undefined,
      botId: known.botId ?? undefined,
      botUserId: known.botUserId ?? undefined,
    };
  }
}
