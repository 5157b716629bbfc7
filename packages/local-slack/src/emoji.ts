import { nameToEmoji } from 'gemoji';

/** Slack's names for emoji that are called otherwise elsewhere. */
const SLACKS_OWN = new Map<string, string>([
  ...['orange', 'yellow', 'green', 'purple', 'brown'].map(
    (color) => [`large_${color}_circle`, `${color}_circle`] as const,
  ),
  ...['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'brown'].map(
    (color) => [`large_${color}_square`, `${color}_square`] as const,
  ),
  ['simple_smile', 'slightly_smiling_face'],
  ['thinking_face', 'thinking'],
  ['face_with_rolling_eyes', 'roll_eyes'],
  ['hugging_face', 'hugs'],
  ['the_horns', 'metal'],
  ['admission_tickets', 'tickets'],
  ['man_in_business_suit_levitating', 'business_suit_levitating'],
]);

/** A name as emoji have them, with the colons or without. */
export const plainEmoji = (name: string): string => name.replaceAll(':', '');

/** What `:name:` looks like; undefined when Slack has no such emoji. Skin tones (`wave::skin-tone-2`) are left out. */
export function emojiNamed(name: string): string | undefined {
  const [plain = '', tone, ...rest] = name.split('::');
  if (rest.length > 0 || (tone !== undefined && !/^skin-tone-[2-6]$/.test(tone))) return undefined;
  const flag = /^flag-([a-z]{2})$/.exec(plain)?.[1];
  if (flag) return String.fromCodePoint(...[...flag].map((letter) => 0x1f1a5 + letter.charCodeAt(0)));
  return nameToEmoji[SLACKS_OWN.get(plain) ?? plain];
}

export const isEmoji = (name: string): boolean => emojiNamed(name) !== undefined;
