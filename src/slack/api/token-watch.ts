import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../../lib/backoff.ts';
import { SECOND } from '../../lib/clock.ts';
import type { SlackFailure } from '../../notifications/queue/failure.ts';
import { type Explanation, explain } from '../../notifications/queue/slack-errors.ts';
import type { Connection, TokenOwner } from '../directory/store.ts';
import type { BotToken } from './bot-token.ts';
import { toSlackFailure } from './failures.ts';

/** Slack doesn't say when a token is revoked, so it is asked this often: `/readyz` tells the truth within 30 seconds. */
const ASK_EVERY = 20 * SECOND;
const RETRY: Backoff = { first: SECOND, most: ASK_EVERY };

/** These say that the token itself is no good; others (a missing scope) are about one call. */
const REJECTIONS = new Set(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked']);

export interface TokenWatchEvents {
  /** Slack accepts the token: for the first time, or again. */
  onAccepted(owner: TokenOwner): Promise<Connection>;
  /** Slack does not accept the token, for this reason. */
  onRejected(code: string): void;
  /** Slack answers again, after it could not be asked. */
  onAnsweredAgain(): void;
}

/** Whose token it is, and whether Slack still accepts it. */
export class TokenWatch {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private known: Connection | null = null;
  /** Slack's reason not to accept it; null while it does, as far as we know. */
  private rejection: string | null = null;
  private hurry = new AbortController();

  constructor(
    private readonly client: WebClient,
    private readonly events: TokenWatchEvents,
    private readonly token: Pick<BotToken, 'name' | 'remedy' | 'hasExpired'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** The workspace, as Slack has told since the start; null before it has. */
  get owner(): Connection | null {
    return this.known;
  }

  /** Why the token is of no use now, for people; null when it is. */
  trouble(): string | null {
    if (this.rejection !== null) {
      const { meaning, remedy } = this.explained(this.rejection);
      return `Slack does not accept the bot token (${this.rejection}): ${meaning} ${remedy}`;
    }
    return this.known === null ? 'Slack has not confirmed the bot token yet' : null;
  }

  /** A call has failed. If that may be the token's fault, Slack is asked at once. */
  suspect({ code }: SlackFailure): void {
    if (REJECTIONS.has(code) && this.rejection === null) this.askNow();
  }

  /** Slack has said that something has become of it. */
  askNow(): void {
    this.hurry.abort();
  }

  private async watch(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      const isAccepted = await this.ask();
      if (isAccepted && failures > 0) this.events.onAnsweredAgain();
      failures = isAccepted ? 0 : failures + 1;
      this.hurry = new AbortController();
      await this.pause(failures === 0 ? ASK_EVERY : backoffDelay(RETRY, failures));
    }
  }

  /** @returns whether Slack accepts the token. */
  private async ask(): Promise<boolean> {
    try {
      const { team_id, team, user_id, bot_id } = await this.client.auth.test();
      if (!team_id || !user_id) throw new Error('auth.test did not say whose token it is');
      const isNews = this.known === null || this.rejection !== null;
      this.rejection = null;
      if (!isNews) return true;
      this.known = await this.events.onAccepted({
        teamId: team_id,
        teamName: team ?? team_id,
        botUserId: user_id,
        botId: bot_id ?? null,
      });
      this.logger.info({ team }, 'Slack accepts the bot token');
      return true;
    } catch (error) {
      this.explain(toSlackFailure(error));
      return false;
    }
  }

  private explain({ code, kind }: SlackFailure): void {
    if (kind !== 'not_admitted' && kind !== 'refused') {
      this.logger.warn({ code }, 'Slack could not be asked about the bot token; it is tried again');
      return;
    }
    if (this.rejection !== code) {
      const { name } = this.token;
      this.logger.error({ code, ...this.explained(code) }, `Slack does not accept ${name}; it is tried again`);
    }
    this.rejection = code;
    if (code === 'token_expired') this.token.hasExpired();
    this.events.onRejected(code);
  }

  private explained(code: string): Explanation {
    const explanation = explain(code);
    return { ...explanation, remedy: this.token.remedy ?? explanation.remedy };
  }

  /** Not longer than until somebody is in doubt about the token. */
  private async pause(milliseconds: number): Promise<void> {
    const signal = AbortSignal.any([this.hurry.signal, this.stopping.signal]);
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  }
}
