import { createHash, randomBytes } from 'node:crypto';

/** Tells people and secret scanners what they have found. */
const KEY_PREFIX = 'opk_';
/** Enough of a key to recognise it, and of no use to guess the rest. */
const VISIBLE_CHARACTERS = KEY_PREFIX.length + 8;

export interface NewApiKey {
  /** Shown once, stored nowhere. */
  key: string;
  prefix: string;
  hash: string;
}

/** A key with 256 random bits, and what is kept of it. */
export function newApiKey(): NewApiKey {
  const key = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  return { key, prefix: key.slice(0, VISIBLE_CHARACTERS), hash: hashKey(key) };
}

/** SHA-256, hex. Keys are random, so a fast hash is a safe one. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether a text begins as keys do. */
export function isLikeKey(text: string): boolean {
  return text.startsWith(KEY_PREFIX);
}
