import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { ApiKey } from '../keys/store.ts';
import { RefusedRequest } from './refused-request.ts';

const MAX_KEY = 255;

/**
 * What a request with an `Idempotency-Key` (of this API key alone) is known by when it comes again; null without one. Whoever asks
 * something else with the same key has not asked it before.
 */
export function requestKeyOf(c: Context, { id }: ApiKey, body: string): string | null {
  const asked = c.req.header('idempotency-key');
  if (asked === undefined) return null;
  if (asked.trim() === '' || asked.length > MAX_KEY) {
    throw new RefusedRequest(400, `The Idempotency-Key must have 1 to ${MAX_KEY} characters.`);
  }
  const place = createHash('sha256').update(`${c.req.path} ${asked} ${body}`).digest('hex');
  return `api:${id}:${place}`;
}
