import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../../lib/backoff.ts';
import { type Clock, MINUTE, SECOND } from '../../lib/clock.ts';
import { toSlackFailure } from '../api/failures.ts';
import type { OAuthApp } from './installer.ts';
import type { Installation, InstallationStore, SealedTokens } from './store.ts';
import { lifeOf, type Tokens, type TokenVault } from './token-vault.ts';

/** The wall clock may be set, and the app's own with it: what is due is looked at so often at least. */
const LOOK_EVERY = MINUTE;
const RETRY: Backoff = { first: SECOND, most: 5 * MINUTE };
/** Refused so often, a token is not waited for without a word. */
const TOLD_AFTER = 3;

export interface TokenKeeperDeps {
  store: Pick<InstallationStore, 'byId' | 'replaceTokens' | 'refuseTokens'>;
  vault: TokenVault;
  /** Without a token of its own; null where the app's credentials are not known, so that nothing can be fetched. */
  oauth: { client: WebClient; app: Pick<OAuthApp, 'clientId' | 'clientSecret'> } | null;
  clock: Clock;
  logger: Logger;
  /** The admins are owed a word. */
  onOwed(): void;
}

/**
 * The token of an installation. One that expires is replaced in time; the new one is on disk before it is used, and of each
 * refresh token, which is good once, nobody else makes use: https://docs.slack.dev/authentication/using-token-rotation
 */
export class TokenKeeper {
  private readonly stopping = new AbortController();
  private hurry = new AbortController();
  private isExpired = false;
  private running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly installation: Pick<Installation, 'id' | 'ownerId' | 'name'>,
    private sealed: SealedTokens,
    private tokens: Tokens,
    private readonly deps: TokenKeeperDeps,
  ) {}

  /** @throws Undecryptable */
  static of(installation: Installation, deps: TokenKeeperDeps): TokenKeeper {
    const { tokens, ownerId } = installation;
    return new TokenKeeper(installation, tokens, deps.vault.open(ownerId, tokens), deps);
  }

  get value(): string {
    return this.tokens.accessToken;
  }

  /** Whether these are its tokens, and none that have come since. */
  holds({ tokens }: Pick<Installation, 'tokens'>): boolean {
    return tokens.accessToken === this.sealed.accessToken;
  }

  start(): void {
    if (this.tokens.rotation) this.running = this.keep();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Slack says so, whatever the clock shows. */
  hasExpired(): void {
    this.isExpired = true;
    this.hurry.abort();
  }

  private async keep(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      try {
        const wait = await this.refreshIfDue();
        failures = 0;
        await this.pause(wait);
      } catch (error) {
        failures += 1;
        await this.explain(error, failures);
        await this.pause(backoffDelay(RETRY, failures));
      }
    }
  }

  /** @returns in how many milliseconds it is looked again. */
  private async refreshIfDue(): Promise<number> {
    // As it is on disk: another installation, or another clock, may have come meanwhile.
    const { id, ownerId } = this.installation;
    const current = await this.deps.store.byId(id);
    if (!current?.tokens.rotation) return LOOK_EVERY;
    if (current.tokens.accessToken !== this.sealed.accessToken) this.take(current.tokens);
    const wait = current.tokens.rotation.refreshAt - this.deps.clock.now();
    if (wait > 0 && !this.isExpired) return Math.min(wait, LOOK_EVERY);
    const { rotation } = this.deps.vault.open(ownerId, current.tokens);
    if (rotation) await this.refresh(rotation.refreshToken);
    return 0;
  }

  private async refresh(refreshToken: string): Promise<void> {
    const { oauth, vault, store, clock, logger } = this.deps;
    if (!oauth) throw new Error('SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are not set');
    const { id, ownerId, name } = this.installation;
    const granted = await oauth.client.oauth.v2.access({
      client_id: oauth.app.clientId,
      client_secret: oauth.app.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    const { access_token: accessToken, refresh_token: next, expires_in: seconds } = granted;
    if (!accessToken || !next || seconds === undefined) throw new Error('Slack gave no token');
    const sealed = vault.seal(ownerId, {
      accessToken,
      rotation: { refreshToken: next, ...lifeOf(seconds, clock.now()) },
    });
    if (!(await store.replaceTokens(id, this.sealed, sealed))) return; // installed once more meanwhile
    this.take(sealed);
    logger.info({ workspace: name }, 'the token was replaced before it expires');
  }

  private take(sealed: SealedTokens): void {
    this.tokens = this.deps.vault.open(this.installation.ownerId, sealed);
    this.sealed = sealed;
    this.isExpired = false;
  }

  private async explain(error: unknown, failures: number): Promise<void> {
    const { code, kind } = toSlackFailure(error);
    const context = { workspace: this.installation.name, code, failures };
    if (kind !== 'refused' && kind !== 'not_admitted') {
      this.deps.logger.warn(context, 'the token could not be replaced yet; it is tried again');
      return;
    }
    this.deps.logger.error(context, 'the token expires and can not be replaced: install the app there again');
    if (failures >= TOLD_AFTER) await this.tellAdmins();
  }

  private async tellAdmins(): Promise<void> {
    const { store, clock, logger, onOwed } = this.deps;
    try {
      await store.refuseTokens(this.installation.id, this.sealed, clock.now());
      onOwed();
    } catch (error) {
      logger.warn({ err: error }, 'the admins could not be told yet that a token expires');
    }
  }

  /** Not longer than until Slack says that it has expired. */
  private async pause(milliseconds: number): Promise<void> {
    this.hurry = new AbortController();
    const signal = AbortSignal.any([this.hurry.signal, this.stopping.signal]);
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  }
}
