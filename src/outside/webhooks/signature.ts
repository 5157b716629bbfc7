import { createHmac } from 'node:crypto';
import { SECOND, type UtcMs } from '../../lib/clock.ts';

export const SIGNATURE_HEADER = 'OpsKnight-Signature';

/**
 * `t=1767225600,v1=5257a8…`: when it was sent, in seconds since 1970, and the HMAC-SHA256, in hexadecimal, of that time, a dot and the
 * body. Whoever knows the secret can tell that it is from here, unchanged, and not recorded long ago.
 */
export function signatureOf(body: string, secret: string, now: UtcMs): string {
  const time = Math.floor(now / SECOND);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}
