import { type Clock, isFresh, MINUTE, type UtcMs } from '../../lib/clock.ts';
import { hashKey } from '../api-keys.ts';
import type { HttpDeps } from '../deps.ts';
import type { ApiKey, KeyStore } from '../store.ts';

/** The key in use that a secret is, or null. Notes when it was last used. */
export type KeyCheck = (secret: string | undefined) => Promise<ApiKey | null>;

export function keyCheck({ keys, clock, logger }: Pick<HttpDeps, 'keys' | 'clock' | 'logger'>): KeyCheck {
  const touch = touchOnceAMinute(keys, clock);
  return async (secret) => {
    // Looked up by its hash: how long that takes says nothing about the keys there are.
    const key = secret === undefined ? null : await keys.byHash(hashKey(secret));
    // Nobody waits for it, and a request isn't worth less for it.
    if (key) {
      touch(key).catch((error: unknown) =>
        logger.warn({ err: error, key: key.name }, "an API key's last use is not noted"),
      );
    }
    return key;
  };
}

/** Notes a key's last use, to the minute: no write for every request. */
function touchOnceAMinute(keys: KeyStore, clock: Clock): (key: ApiKey) => Promise<void> {
  const touchedAt = new Map<number, UtcMs>();
  return async ({ id, lastUsedAt }) => {
    const now = clock.now();
    const last = touchedAt.get(id) ?? lastUsedAt;
    if (last !== null && isFresh(last, now, MINUTE)) return;
    touchedAt.set(id, now);
    await keys.touch(id, now);
  };
}
