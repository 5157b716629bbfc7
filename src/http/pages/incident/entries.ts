import type { UtcMs } from '../../../clock.ts';
import type { StoredTimelineEvent } from '../../../incidents/timeline.ts';
import { type FactWords, factWords } from '../../../words/timeline.ts';
import { proseBytes } from '../prose.tsx';
import { bytesInPage, ROOM } from '../room.ts';
import { PAGE_WRITER } from './fact-words.ts';

/** One line of the timeline as people read it. */
export interface Entry extends FactWords {
  /** Of its event. */
  id: number;
  at: UtcMs;
}

/** What an entry takes besides its words and its text. */
const FRAME_BYTES = 500;

export function toEntry({ id, at, actor, fact }: StoredTimelineEvent): Entry {
  return { id, at, ...factWords(actor, fact, PAGE_WRITER) };
}

/** As many of the newest entries as a page has room for, but one at least. */
export function newestThatFit(newestFirst: Entry[]): Entry[] {
  let left: number = ROOM.timeline;
  const kept = newestFirst.findIndex(({ words, text }) => {
    left -= FRAME_BYTES + bytesInPage(words) + (text ? proseBytes(text, ROOM.note) : 0);
    return left < 0;
  });
  return kept < 0 ? newestFirst : newestFirst.slice(0, Math.max(1, kept));
}
