import { createMiddleware } from 'hono/factory';
import { type Clock, isFresh, MINUTE, type UtcMs } from '../../lib/clock.ts';
import { hashKey } from '../api-keys.ts';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import type { ApiKey, KeyStore } from '../store.ts';

export interface KeyHolder {
  Variables: { apiKey: ApiKey };
}

const CREDENTIALS = /^Bearer +([^\s]+) *$/i;

/** Lets only requests with a key in use through, and says which it was as `apiKey`. */
export function bearerKey({ keys, clock, logger }: Pick<HttpDeps, 'keys' | 'clock' | 'logger'>) {
  const touch = touchOnceAMinute(keys, clock);
  return createMiddleware<KeyHolder>(async (c, next) => {
    const header = c.req.header('authorization');
    const key = await keyInUse(header === undefined ? undefined : CREDENTIALS.exec(header)?.[1], keys);
    if (!key) throw unauthorized(header !== undefined);
    // Nobody waits for it, and a request isn't worth less for it.
    touch(key).catch((error: unknown) =>
      logger.warn({ err: error, key: key.name }, "an API key's last use is not noted"),
    );
    c.set('apiKey', key);
    await next();
  });
}

/** Looked up by its hash: how long that takes says nothing about the keys there are. */
async function keyInUse(secret: string | undefined, keys: KeyStore): Promise<ApiKey | null> {
  return secret === undefined ? null : keys.byHash(hashKey(secret));
}

function unauthorized(wasGiven: boolean): RefusedRequest {
  const message = wasGiven
    ? 'This API key is not known, or was revoked. Make a new one with: opsknight keys create --name <name>'
    : 'An API key is needed, as "Authorization: Bearer <key>". Make one with: opsknight keys create --name <name>';
  const challenge = wasGiven ? 'Bearer realm="opsknight", error="invalid_token"' : 'Bearer realm="opsknight"';
  return new RefusedRequest(401, message, { headers: { 'WWW-Authenticate': challenge } });
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
