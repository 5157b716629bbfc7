import { type Gemoji, gemoji } from 'gemoji';
import { emojiNamed } from '../../emoji.ts';

export interface Emoji {
  readonly names: readonly string[];
  readonly unicode: string;
}

/** Emoji whose names, description or tags hold every word, at most `limit` of them; those that begin so come first. */
export function findEmoji(query: string, limit: number): Emoji[] {
  const wanted = query
    .toLowerCase()
    .split(/[\s:_]+/)
    .filter((word) => word !== '');
  const found = gemoji.filter((one) => wanted.every((word) => wordsOf(one).includes(word)));
  const startsSo = ({ names }: Gemoji) => (names.some((name) => name.startsWith(wanted[0] ?? '')) ? 0 : 1);
  return found
    .toSorted((one, other) => startsSo(one) - startsSo(other))
    .slice(0, limit)
    .map(({ names, emoji }) => ({ names, unicode: emoji }));
}

function wordsOf({ names, description, tags }: Gemoji): string {
  return [...names, description, ...tags].join(' ').toLowerCase();
}

/** Replaces `:name:` by the emoji wherever there is one. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (written, name: string) => emojiNamed(name) ?? written);
}
