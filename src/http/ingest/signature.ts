import { createHmac } from 'node:crypto';
import { MINUTE, SECOND, type UtcMs } from '../../lib/clock.ts';
import { isSameSignature } from '../../lib/same-signature.ts';

/** What a sender has signed: the body as it came, and its headers. */
export interface SignedRequest {
  body: Uint8Array;
  header(name: string): string | undefined;
}

/** How a sender signs: whether a request is signed with the secret. */
export type Signature = (request: SignedRequest, secret: string, now: UtcMs) => boolean;

/** The HMAC-SHA256 of the body, in hexadecimal. @param prefix what stands before it in the header */
export function bodySignature(name: string, prefix = ''): Signature {
  return ({ body, header }, secret) => {
    const right = prefix + createHmac('sha256', secret).update(body).digest('hex');
    return isSameSignature(right, header(name)?.trim().toLowerCase() ?? '');
  };
}

/** However wrong its clock is. */
const TOLERANCE = 5 * MINUTE;
const ENCODED = /^whsec_([\w+/]+={0,2})$/;
const MAX_SIGNATURES = 10;

/**
 * As https://www.standardwebhooks.com says: the HMAC-SHA256 of an id, a time and the body, which also counts for a while only. A secret
 * that begins with `whsec_` is what is encoded behind it.
 */
export const standardSignature: Signature = ({ body, header }, secret, now) => {
  const id = header('webhook-id') ?? '';
  const time = header('webhook-timestamp') ?? '';
  const at = /^\d{1,12}$/.test(time) ? Number(time) * SECOND : null;
  if (at === null || Math.abs(now - at) > TOLERANCE) return false;
  const encoded = ENCODED.exec(secret)?.[1];
  const key = encoded === undefined ? secret : Buffer.from(encoded, 'base64');
  const right = `v1,${createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64')}`;
  const given = (header('webhook-signature') ?? '').split(' ').slice(0, MAX_SIGNATURES);
  return given.some((one) => isSameSignature(right, one));
};
