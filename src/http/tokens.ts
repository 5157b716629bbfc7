import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, and what is stored of them. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** SHA-256, hex. Tokens are random, so a fast hash is a safe one. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The secret in a session's forms: only a page of this session can know it. */
export function formToken(sessionToken: string): string {
  return hashToken(`form:${sessionToken}`);
}

/** Compares without telling by its time where two texts differ. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(a)), Buffer.from(hashToken(b)));
}
