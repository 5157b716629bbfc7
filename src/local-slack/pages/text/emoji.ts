import { createRequire } from 'node:module';

interface CompactEmoji {
  hexcode: string;
  unicode: string;
  label: string;
  tags?: string[];
  order?: number;
}

const load = createRequire(import.meta.url);
const compact: CompactEmoji[] = load('emojibase-data/en/compact.json');
/** The short names that Slack uses are those of iamcal/emoji-data. */
const shortNames: Record<string, string | string[]> = load('emojibase-data/en/shortcodes/iamcal.json');

export interface Emoji {
  readonly names: readonly string[];
  readonly unicode: string;
  /** Lower case: names, label and tags. */
  readonly words: string;
}

const EMOJI: readonly Emoji[] = compact
  .toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0))
  .flatMap(({ hexcode, unicode, label, tags = [] }) => {
    const names = [shortNames[hexcode] ?? []].flat();
    return names.length > 0 ? [{ names, unicode, words: [...names, label, ...tags].join(' ').toLowerCase() }] : [];
  });

const BY_NAME = new Map(EMOJI.flatMap((emoji) => emoji.names.map((name) => [name, emoji.unicode])));

/** What `:name:` looks like; undefined when Slack has no such emoji. Skin tones (`wave::skin-tone-2`) are left out. */
export function emojiNamed(name: string): string | undefined {
  return BY_NAME.get(name.split('::')[0] ?? '');
}

/** Emoji whose names, label or tags hold every word, at most `limit` of them. */
export function findEmoji(query: string, limit: number): Emoji[] {
  const wanted = query
    .toLowerCase()
    .split(/[\s:_]+/)
    .filter((word) => word !== '');
  const found = EMOJI.filter(({ words }) => wanted.every((word) => words.includes(word)));
  const startsSo = ({ names }: Emoji) => (names.some((name) => name.startsWith(wanted[0] ?? '')) ? 0 : 1);
  return found.toSorted((one, other) => startsSo(one) - startsSo(other)).slice(0, limit);
}

/** Replaces `:name:` by the emoji wherever there is one. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (written, name: string) => emojiNamed(name) ?? written);
}
