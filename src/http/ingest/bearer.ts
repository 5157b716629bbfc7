import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { KeyScope } from '../../keys/scopes.ts';
import type { ApiKey } from '../../keys/store.ts';
import { RefusedRequest } from '../refused-request.ts';
import { type KeyCheckDeps, keyCheck } from './key-check.ts';
import type { Proof } from './senders.ts';

export interface KeyHolder {
  Variables: { apiKey: ApiKey };
}

/** How a key is called in the header: by what HTTP calls it, or by what Opsgenie does. */
export type Scheme = 'Bearer' | 'GenieKey';

const CREDENTIALS: Record<Scheme, RegExp> = {
  Bearer: /^Bearer +([^\s]+) *$/i,
  GenieKey: /^GenieKey +([^\s]+) *$/i,
};

/** Lets only requests with a key in use through, and says which it was as `apiKey`. */
export function bearerKey(deps: KeyCheckDeps, scopeOf: ScopeOf) {
  return authorizationKey(deps, 'Bearer', scopeOf);
}

/** What a request needs a key for. */
export type ScopeOf = (c: Context) => KeyScope;

/** Where one reads what others change. */
export const toReadOrAct: ScopeOf = ({ req }) => (['GET', 'HEAD'].includes(req.method) ? 'read' : 'act');

/** The same for a key of either scheme, or one that stands elsewhere in the request. */
export function authorizationKey(
  deps: KeyCheckDeps,
  scheme: Scheme,
  scopeOf: ScopeOf,
  secretOf: (c: Context) => string | undefined = (c) => secretIn(c, scheme),
  proof: Proof | null = null,
) {
  const check = keyCheck(deps, proof);
  return createMiddleware<KeyHolder>(async (c, next) => {
    const secret = secretOf(c);
    const key = await check(secret, scopeOf(c));
    if (!key) throw unauthorized(scheme, secret !== undefined || c.req.header('authorization') !== undefined);
    c.set('apiKey', key);
    await next();
  });
}

/** The secret that the request brings, whatever it is worth. */
export function secretIn(c: Context, scheme: Scheme): string | undefined {
  return CREDENTIALS[scheme].exec(c.req.header('authorization') ?? '')?.[1];
}

function unauthorized(scheme: Scheme, wasGiven: boolean): RefusedRequest {
  const message = wasGiven
    ? 'This API key is not known, or was revoked. Make a new one with: opsknight keys create --name <name>'
    : `An API key is needed, as "Authorization: ${scheme} <key>". Make one with: opsknight keys create --name <name>`;
  const challenge = `${scheme} realm="opsknight"${wasGiven ? ', error="invalid_token"' : ''}`;
  return new RefusedRequest(401, message, { headers: { 'WWW-Authenticate': challenge } });
}
