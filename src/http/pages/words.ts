import type { Incident } from '../../incidents/types.ts';
import type { Person } from '../../people/types.ts';
import * as words from '../../words/incident.ts';
import { oneLine } from '../../words/text.ts';

/** "@jane": a Slack account, by the name it gives itself. */
export function nameOf({ identity }: Person): string {
  return `@${oneLine(identity.displayName) || 'someone'}`;
}

/** "INC-42: Database Connection Timeout" */
export function keyAndTitle({ number, title }: Incident): string {
  return words.keyAndTitle(number, fitting(title, ROOM.title));
}

/* Of everything that a page shows there is a most that it takes, whatever was sent and stored. */

/** In bytes of HTML. */
export const ROOM = {
  title: 3_500,
  names: 8_000,
  description: 50_000,
  note: 20_000,
  details: 40_000,
  timeline: 40_000,
} as const;

const ELLIPSIS = '…';
const ESCAPED_BYTES: Record<string, number> = { '&': 5, '<': 4, '>': 4, '"': 6, "'": 5 };
/** No character takes more: `"` is `&quot;`. */
const MOST_BYTES = 6;

/** The bytes that text takes in a page: escaped, as UTF-8. */
export function bytesInPage(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character);
  return bytes;
}

/** As much of a text as takes at most `room` bytes in a page; "…" stands for the rest. */
export function fitting(text: string, room: number): string {
  if (text.length * MOST_BYTES <= room) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > room) return text.slice(0, end) + ELLIPSIS;
    end += character.length;
  }
  return text;
}

function bytesOf(character: string): number {
  return ESCAPED_BYTES[character] ?? Buffer.byteLength(character);
}
