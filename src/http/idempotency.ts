import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { ApiKey } from '../keys/store.ts';
import type { HttpDeps } from './deps.ts';
import { RefusedRequest } from './refused-request.ts';

const MAX_KEY = 255;

/** A request with an `Idempotency-Key`. */
export interface Once {
  /** What it is known by when it comes again. */
  key: string;
  /** Called once the request is known to be valid, and before it takes effect. @throws RefusedRequest when the key came with another one */
  claim(): Promise<void>;
}

/**
 * A request that is to take effect once; null for one without an `Idempotency-Key`. A key is known by API key and address, and
 * stands for one body: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
export function onceOf(
  c: Context,
  { id }: ApiKey,
  body: string,
  { keys, clock }: Pick<HttpDeps, 'keys' | 'clock'>,
): Once | null {
  const asked = c.req.header('idempotency-key');
  if (asked === undefined) return null;
  if (asked.trim() === '' || asked.length > MAX_KEY) {
    throw new RefusedRequest(400, `The Idempotency-Key must have 1 to ${MAX_KEY} characters.`);
  }
  const { path } = c.req;
  const fingerprint = hash(body);
  return {
    key: `api:${id}:${hash(`${path} ${asked} ${body}`)}`,
    async claim() {
      if (await keys.claim(`api:${id}:${hash(`${path} ${asked}`)}:claim`, fingerprint, clock.now())) return;
      throw new RefusedRequest(
        422,
        'This Idempotency-Key came with another request before. Nothing was changed. Send the same again, or take a new key.',
      );
    },
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
