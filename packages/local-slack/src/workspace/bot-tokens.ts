import { randomDigits, randomHex } from '../ids.ts';

/** What Slack answers to a token; `token_expired` only with rotation. */
export type TokenState = 'good' | 'token_revoked' | 'account_inactive' | 'token_expired';

/** What an app holds for a workspace, or for all workspaces of an organization at once. */
export interface BotToken {
  readonly value: string;
  /** With rotation: what gets the next token, once (https://docs.slack.dev/authentication/using-token-rotation). */
  readonly refresh: string | undefined;
  readonly expiresAt: number | undefined;
  revoked: boolean;
}

/** A bot token as it was before there was rotation: it lasts until somebody revokes it. */
export function lastingToken(value = `xoxb-${randomDigits(13)}-${randomDigits(13)}-${randomHex(24)}`): BotToken {
  return { value, refresh: undefined, expiresAt: undefined, revoked: false };
}

export function rotatingToken(lifetimeMs: number): BotToken {
  return {
    value: `xoxe.xoxb-1-${randomHex(160)}`,
    refresh: `xoxe-1-${randomHex(140)}`,
    expiresAt: Date.now() + lifetimeMs,
    revoked: false,
  };
}

/** "Up to two active tokens" with rotation: the one before stays good until it expires. */
const MAX_ACTIVE = 2;

/** All tokens that the app ever got for a workspace. */
export class BotTokens {
  readonly #all: BotToken[] = [];

  /** The newest one that is not revoked. */
  get current(): BotToken | undefined {
    return this.#all.findLast(({ revoked }) => !revoked);
  }

  add(token: BotToken): void {
    this.#all.push(token);
    for (const old of this.#active().slice(0, -MAX_ACTIVE)) old.revoked = true;
  }

  byRefresh(refresh: string): BotToken | undefined {
    const found = this.#all.find((token) => token.refresh === refresh);
    // Each refresh token is good once.
    return found && !found.revoked && found === this.current ? found : undefined;
  }

  /** `undefined`: no token of this workspace. */
  stateOf(value: string): TokenState | undefined {
    const token = this.#all.find((one) => one.value === value);
    if (!token) return undefined;
    if (token.revoked) return 'token_revoked';
    return token.expiresAt !== undefined && token.expiresAt <= Date.now() ? 'token_expired' : 'good';
  }

  revoke(): void {
    for (const token of this.#all) token.revoked = true;
  }

  #active(): BotToken[] {
    return this.#all.filter(({ revoked }) => !revoked);
  }
}
