import { setTimeout as sleep } from 'node:timers/promises';
import { App, type AuthorizeResult } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../backoff.ts';
import { type Clock, MINUTE, SECOND, type UtcMs } from '../clock.ts';
import { slackLogger } from './logger.ts';
import { SocketReceiver } from './sockets/receiver.ts';
import { Socket } from './sockets/socket.ts';
import { SocketSupervisor } from './sockets/supervisor.ts';
import type { Connection, ConnectionStore } from './store.ts';
import { BACKGROUND_TIMEOUT, INTERACTIVE_TIMEOUT, webClient } from './web-api/clients.ts';
import { toSlackFailure } from './web-api/failures.ts';

export interface SlackConnectionOptions {
  connection: Connection;
  botToken: string;
  appToken: string;
  /** Ends in a slash. */
  apiUrl: string;
}

const IDENTIFY: Backoff = { first: SECOND, most: MINUTE };

/** What the rest of the app hears of the connection. */
export interface ConnectionEvents {
  /** Slack can be reached (again). */
  onReachable(): void;
}

/** The app's line to one Slack workspace: who its token is, its sockets, its Web API clients, and Bolt on top. */
export class SlackConnection {
  readonly bolt: App;
  /** For what may take its time; tries once, like the other. */
  readonly background: WebClient;
  /** For answers to people: fails fast, and never waits behind the queue. */
  readonly interactive: WebClient;

  private readonly supervisor: SocketSupervisor;
  private readonly stopping = new AbortController();
  private owner: Connection | null = null;
  private since: UtcMs | null = null;
  private identifying: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: SlackConnectionOptions,
    private readonly store: ConnectionStore,
    private readonly events: ConnectionEvents,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    const { apiUrl, appToken, botToken } = options;
    const api = { url: apiUrl, botToken };
    this.background = webClient(api, BACKGROUND_TIMEOUT, slackLogger(logger, 'web-api'));
    this.interactive = webClient(api, INTERACTIVE_TIMEOUT, slackLogger(logger, 'web-api'));
    const receiver = new SocketReceiver(() => this.supervisor, logger);
    this.supervisor = new SocketSupervisor(
      () =>
        Socket.open({
          appToken,
          apiUrl,
          logger: slackLogger(logger, 'socket-mode'),
          onEnvelope: (envelope) => void receiver.receive(envelope),
        }),
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
      clock,
      logger,
    );
    this.bolt = new App({
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
    return this.owner?.teamId ?? this.options.connection.teamId;
  }

  /** Starts to connect, and returns; Slack being down is no reason not to run. */
  async start(): Promise<void> {
    this.identifying = this.identify();
    await this.bolt.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.bolt.stop();
    await this.identifying;
  }

  /** Since when at least one socket has been open; null while none is. */
  get connectedSince(): UtcMs | null {
    return this.since;
  }

  /** Why a click could not be answered now, for people; null when it could. */
  trouble(): string | null {
    if (this.owner === null) return 'Slack has not confirmed the bot token yet';
    return this.since === null ? 'no socket to Slack is open' : null;
  }

  /** Asks Slack whose token it is, until it says. */
  private async identify(): Promise<void> {
    for (let failures = 1; !this.stopping.signal.aborted; failures += 1) {
      try {
        const { team_id, team, user_id, bot_id } = await this.background.auth.test();
        if (!team_id || !team || !user_id || !bot_id) throw new Error('auth.test did not say whose token it is');
        const owner = { teamId: team_id, teamName: team, botUserId: user_id, botId: bot_id };
        this.owner = await this.store.identify(this.id, owner);
        this.logger.info({ team }, 'Slack knows the bot token');
        this.events.onReachable();
        return;
      } catch (error) {
        const { code, kind } = toSlackFailure(error);
        const advice =
          kind === 'not_admitted' || kind === 'refused'
            ? 'check SLACK_BOT_TOKEN (OAuth & Permissions); it is tried again'
            : 'it is tried again';
        this.logger.warn({ code, failures }, `Slack has not confirmed the bot token; ${advice}`);
        await sleep(backoffDelay(IDENTIFY, failures), undefined, { signal: this.stopping.signal }).catch(() => {});
      }
    }
  }

  private authorization(): AuthorizeResult {
    const { botToken, connection } = this.options;
    const known = this.owner ?? connection;
    return {
      botToken,
      teamId: known.teamId ?? undefined,
      botId: known.botId ?? undefined,
      botUserId: known.botUserId ?? undefined,
    };
  }
}
