import type { UtcMs } from '../../lib/clock.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { SealedTokens } from './store.ts';

/** Tokens as Slack has given them. */
export interface Tokens {
  accessToken: string;
  /** Null: the token does not expire. */
  rotation: { refreshToken: string; refreshAt: UtcMs; expiresAt: UtcMs } | null;
}

/** Encrypts tokens before they are kept, each for the installation that it is of. */
export class TokenVault {
  constructor(private readonly keyring: Keyring) {}

  seal(ownerId: string, { accessToken, rotation }: Tokens): SealedTokens {
    const seal = (text: string) => this.keyring.encrypt(text, ownerId);
    return {
      accessToken: seal(accessToken),
      rotation: rotation && { ...rotation, refreshToken: seal(rotation.refreshToken) },
    };
  }

  /** @throws Undecryptable */
  open(ownerId: string, { accessToken, rotation }: SealedTokens): Tokens {
    const open = (text: string) => this.keyring.decrypt(text, ownerId);
    return {
      accessToken: open(accessToken),
      rotation: rotation && { ...rotation, refreshToken: open(rotation.refreshToken) },
    };
  }

  /** A token that somebody has entered for a named connection. */
  sealEntered(connection: string, token: string): string {
    return this.keyring.encrypt(token, enteredFor(connection));
  }

  /** @throws Undecryptable */
  openEntered(connection: string, sealed: string): string {
    return this.keyring.decrypt(sealed, enteredFor(connection));
  }

  /** The same token under the current key. @throws Undecryptable */
  renewEntered(connection: string, sealed: string): string {
    if (this.keyring.isCurrent(sealed)) return sealed;
    return this.sealEntered(connection, this.openEntered(connection, sealed));
  }

  /** Whether the current key has encrypted them. */
  isCurrent({ accessToken, rotation }: SealedTokens): boolean {
    return this.keyring.isCurrent(accessToken) && (!rotation || this.keyring.isCurrent(rotation.refreshToken));
  }
}

/** Names mean the same in any case. */
function enteredFor(connection: string): string {
  return `connection ${connection.toLowerCase()}`;
}

/** Of a token's life, so much is left when the next one is fetched: two hours of Slack's twelve. */
const LEFT_AT_REFRESH = 1 / 6;

/** When a token that Slack has just given for so many seconds expires, and when the next one is fetched. */
export function lifeOf(seconds: number, now: UtcMs): { refreshAt: UtcMs; expiresAt: UtcMs } {
  const life = seconds * 1000;
  return { refreshAt: now + Math.round(life * (1 - LEFT_AT_REFRESH)), expiresAt: now + life };
}
