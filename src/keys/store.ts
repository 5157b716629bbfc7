import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import type { KeyReach } from '../people/key-reach.ts';
import type { KeyScope } from './scopes.ts';

/** A key with which a system inside the firewall may send alerts, or a script use the API. */
export interface ApiKey {
  id: number;
  name: string;
  /** The key's first characters, enough to recognise it. */
  prefix: string;
  /** Alerts sent with it belong to this service, and touch its incidents only; null: they name any. */
  serviceId: number | null;
  /** Of routing rules, only those of this set are run for what it sends; null: those of none. */
  ruleSet: string | null;
  reach: KeyReach;
  /** What it may do; null: all of it. */
  scopes: readonly KeyScope[] | null;
  /** Requests a minute; null: as many as come. */
  limit: number | null;
  createdAt: UtcMs;
  /** Null for one made before this was kept. */
  madeBy: Author | null;
  lastUsedAt: UtcMs | null;
  /** When it ends by itself, because another has taken its place; null: never. */
  expiresAt: UtcMs | null;
  revokedAt: UtcMs | null;
}

/** `hash`: SHA-256 of the key, hex. */
export interface NewKey {
  name: string;
  prefix: string;
  hash: string;
  serviceId: number | null;
  ruleSet?: string | null;
  reach?: KeyReach;
  scopes?: readonly KeyScope[] | null;
  limit?: number | null;
  at: UtcMs;
  by: Author;
}

/** What is made, replaced or revoked is in the audit log. */
export interface KeyStore {
  /** Null when a key in use has that name. */
  create(key: NewKey): Promise<ApiKey | null>;
  /** A key in use, by its hash. */
  byHash(hash: string, now: UtcMs): Promise<ApiKey | null>;
  list(): Promise<ApiKey[]>;
  /**
   * A new key takes the place of one, with its name and all that it may do; the old one ends at `expiresAt`. Null when no key in
   * use is called so, by name or prefix, that is not being replaced already.
   */
  rotate(
    nameOrPrefix: string,
    fresh: Pick<NewKey, 'prefix' | 'hash' | 'at' | 'by'>,
    expiresAt: UtcMs,
  ): Promise<{ old: ApiKey; fresh: ApiKey } | null>;
  /**
   * By name, with those that are being replaced, or one by its prefix; null when no key in use is called that.
   * @param takesBack the entry of the audit log that is taken back with it
   */
  revoke(nameOrPrefix: string, at: UtcMs, by: Author, takesBack?: number): Promise<ApiKey | null>;
  touch(id: number, at: UtcMs): Promise<void>;
  /**
   * An `Idempotency-Key` is to stand for a request.
   * @param key nobody else's
   * @returns false when it stands for another one
   */
  claim(key: string, fingerprint: string, at: UtcMs): Promise<boolean>;
}

export function isInUse({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, now: UtcMs): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}
