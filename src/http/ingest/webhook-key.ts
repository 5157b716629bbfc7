import type { Context } from 'hono';
import { authorizationKey, secretIn } from './bearer.ts';
import type { KeyCheckDeps } from './key-check.ts';
import type { Proof } from './senders.ts';

/**
 * The key of a webhook: as bearer token, or in the one place in which its sender can say it. Some have a user and a password only,
 * GitLab a token of its own, and some nothing but the address: then it stands behind it as `?key=`.
 */
export function webhookKey(deps: KeyCheckDeps, proof: Proof | null) {
  return authorizationKey(
    deps,
    'Bearer',
    () => 'alerts',
    (c) => secretIn(c, 'Bearer') ?? elsewhere(c),
    proof,
  );
}

function elsewhere(c: Context): string | undefined {
  return passwordIn(c.req.header('authorization')) ?? c.req.header('x-gitlab-token') ?? c.req.query('key');
}

/** The password, whoever the user is said to be. */
function passwordIn(header: string | undefined): string | undefined {
  const encoded = /^Basic +([\w+/]+={0,2}) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined;
}
