import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import type { KeyReach } from '../people/key-reach.ts';
import { oneLine } from '../words/text.ts';
import { newApiKey } from './secret.ts';
import { type ApiKey, isInUse, type KeyStore } from './store.ts';

const MAX_NAME = 100;

export interface KeyRequest {
  name: string;
  serviceId: number | null;
  ruleSet: string | null;
  reach: KeyReach;
  limit: number | null;
}

/** `secret`: shown once, stored nowhere. */
export type Issued =
  | { kind: 'issued'; secret: string; key: ApiKey }
  | { kind: 'refused'; why: 'no_name' | 'unreadable_name' | 'long_name' }
  | { kind: 'refused'; why: 'taken'; name: string };

/** Makes a key. Two in use never have the same name. */
export async function issueKey(
  keys: Pick<KeyStore, 'create' | 'list'>,
  { name, serviceId, ruleSet, reach, limit }: KeyRequest,
  { at, by }: { at: UtcMs; by: Author },
): Promise<Issued> {
  const trimmed = name.trim();
  if (trimmed === '') return { kind: 'refused', why: 'no_name' };
  if (trimmed !== oneLine(trimmed)) return { kind: 'refused', why: 'unreadable_name' };
  if (trimmed.length > MAX_NAME) return { kind: 'refused', why: 'long_name' };
  const isTaken = (await keys.list()).some((one) => isInUse(one, at) && one.name === trimmed);
  if (isTaken) return { kind: 'refused', why: 'taken', name: trimmed };
  const { key: secret, prefix, hash } = newApiKey();
  const created = await keys.create({ name: trimmed, prefix, hash, serviceId, ruleSet, reach, limit, at, by });
  return { kind: 'issued', secret, key: created };
}
