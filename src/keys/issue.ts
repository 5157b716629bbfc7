import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import type { KeyReach } from '../people/key-reach.ts';
import { oneLine } from '../words/text.ts';
import type { KeyScope } from './scopes.ts';
import { isLikeKey, newApiKey } from './secret.ts';
import type { ApiKey, KeyStore } from './store.ts';

export const MAX_KEY_NAME = 100;

export interface KeyRequest {
  name: string;
  serviceId: number | null;
  ruleSet: string | null;
  reach: KeyReach;
  /** Left out: all of them. */
  scopes?: readonly KeyScope[] | null;
  limit: number | null;
}

/** `secret`: shown once, stored nowhere. */
export type Issued =
  | { kind: 'issued'; secret: string; key: ApiKey }
  | { kind: 'refused'; why: 'no_name' | 'unreadable_name' | 'long_name' | 'name_like_key' }
  | { kind: 'refused'; why: 'taken'; name: string };

interface Asking {
  at: UtcMs;
  by: Author;
}

/** Makes a key. Two in use never have the same name. */
export async function issueKey(
  keys: Pick<KeyStore, 'create'>,
  { name, ...allowed }: KeyRequest,
  asking: Asking,
): Promise<Issued> {
  const trimmed = name.trim();
  if (trimmed === '') return { kind: 'refused', why: 'no_name' };
  if (trimmed !== oneLine(trimmed)) return { kind: 'refused', why: 'unreadable_name' };
  if (trimmed.length > MAX_KEY_NAME) return { kind: 'refused', why: 'long_name' };
  // Names are in lists and logs; and whoever revokes a key by its first characters means no other one.
  if (isLikeKey(trimmed)) return { kind: 'refused', why: 'name_like_key' };
  const { key: secret, prefix, hash } = newApiKey();
  const key = await keys.create({ name: trimmed, prefix, hash, ...allowed, ...asking });
  return key ? { kind: 'issued', secret, key } : { kind: 'refused', why: 'taken', name: trimmed };
}

/** `secret`: the new key's, shown once, stored nowhere. */
export interface Replaced {
  secret: string;
  old: ApiKey;
  fresh: ApiKey;
}

/**
 * Makes a key in the place of one, which goes on working for `overlap` milliseconds; null when no key in use is called so that is
 * not being replaced already.
 */
export async function replaceKey(
  keys: Pick<KeyStore, 'rotate'>,
  nameOrPrefix: string,
  overlap: number,
  asking: Asking,
): Promise<Replaced | null> {
  const { key: secret, prefix, hash } = newApiKey();
  const rotated = await keys.rotate(nameOrPrefix, { prefix, hash, ...asking }, asking.at + overlap);
  return rotated && { secret, ...rotated };
}
