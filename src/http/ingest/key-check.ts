import { type KeyScope, SCOPES, scopeWords } from '../../keys/scopes.ts';
import { hashKey } from '../../keys/secret.ts';
import type { ApiKey, KeyStore } from '../../keys/store.ts';
import { type Clock, isFresh, MINUTE, SECOND, type UtcMs } from '../../lib/clock.ts';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import { expectedWith, type Proof, refuseUnproven } from './senders.ts';

/**
 * The key in use that a secret is, or null. Notes when it was last used. Rejects with `RefusedRequest` when it asks for more than
 * its limit, is not enough by itself, or is for something else.
 */
export type KeyCheck = (secret: string | undefined, scope: KeyScope) => Promise<ApiKey | null>;

export type KeyCheckDeps = Pick<HttpDeps, 'keys' | 'limits' | 'settings' | 'clock' | 'logger'>;

/** @param proof what is found out of its sender besides, before anything is taken in */
export function keyCheck(
  { keys, limits, settings, clock, logger }: KeyCheckDeps,
  proof: Proof | null = null,
): KeyCheck {
  const touch = touchOnceAMinute(keys, clock);
  return async (secret, scope) => {
    // Looked up by its hash: how long that takes says nothing about the keys there are.
    const key = secret === undefined ? null : await keys.byHash(hashKey(secret), clock.now());
    const wait = key ? limits.take(key) : 0;
    if (wait > 0) throw tooMany(wait);
    const expected = key && (await expectedWith(key, settings));
    if (expected) refuseUnproven(expected, proof);
    if (key?.scopes?.includes(scope) === false) throw outOfScope(key.scopes, scope);
    // Nobody waits for it, and a request isn't worth less for it.
    if (key) {
      touch(key).catch((error: unknown) =>
        logger.warn({ err: error, key: key.name }, "an API key's last use is not noted"),
      );
    }
    return key;
  };
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
function outOfScope(scopes: readonly KeyScope[], scope: KeyScope): RefusedRequest {
  const message = `This key may ${scopeWords(scopes)}; to ${SCOPES[scope]} it would need the scope "${scope}". Nothing was done.`;
  const challenge = `Bearer realm="opsknight", error="insufficient_scope", scope="${scope}"`;
  return new RefusedRequest(403, message, { headers: { 'WWW-Authenticate': challenge } });
}

function tooMany(wait: number): RefusedRequest {
  const seconds = Math.ceil(wait / SECOND);
  const message = `This key may not ask so often. Nothing was taken in; send it again in ${seconds} s.`;
  return new RefusedRequest(429, message, { headers: { 'Retry-After': String(seconds) } });
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
