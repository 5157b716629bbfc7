import { createMiddleware } from 'hono/factory';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import type { ApiKey } from '../store.ts';
import { keyCheck } from './key-check.ts';

export interface KeyHolder {
  Variables: { apiKey: ApiKey };
}

const CREDENTIALS = /^Bearer +([^\s]+) *$/i;

/** Lets only requests with a key in use through, and says which it was as `apiKey`. */
export function bearerKey(deps: Pick<HttpDeps, 'keys' | 'clock' | 'logger'>) {
  const check = keyCheck(deps);
  return createMiddleware<KeyHolder>(async (c, next) => {
    const header = c.req.header('authorization');
    const key = await check(header === undefined ? undefined : CREDENTIALS.exec(header)?.[1]);
    if (!key) throw unauthorized(header !== undefined);
    c.set('apiKey', key);
    await next();
  });
}

function unauthorized(wasGiven: boolean): RefusedRequest {
  const message = wasGiven
    ? 'This API key is not known, or was revoked. Make a new one with: opsknight keys create --name <name>'
    : 'An API key is needed, as "Authorization: Bearer <key>". Make one with: opsknight keys create --name <name>';
  const challenge = wasGiven ? 'Bearer realm="opsknight", error="invalid_token"' : 'Bearer realm="opsknight"';
  return new RefusedRequest(401, message, { headers: { 'WWW-Authenticate': challenge } });
}
