import type { TimelineFact } from '../incidents/timeline.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { RetentionStore } from './store.ts';

/** What stands where a text was. */
export const DELETED_TEXT = '(text deleted)';

/** Where facts hold what people and monitors have written. A new fact that has it elsewhere is to be added. */
const TEXTS: ReadonlySet<string> = new Set([
  'text',
  'note',
  'impact',
  'title',
  'description',
  'rules',
  'values',
  'question',
  'answer',
]);

/** What has happened, without what was written: who, when and what stays. */
export function withoutTexts(fact: TimelineFact): TimelineFact {
  return replaced(fact, false) as TimelineFact;
}

function replaced(value: unknown, isText: boolean): unknown {
  if (typeof value === 'string') return isText ? DELETED_TEXT : value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, isText));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => [name, replaced(one, isText || TEXTS.has(name))]);
  return Object.fromEntries(members);
}

/** Incidents whose texts are deleted in one transaction, of a few milliseconds. */
const PORTION = 20;

/** Deletes the texts of all incidents that were over before then, in portions. @returns of how many. */
export async function deleteTexts(store: RetentionStore, endedBefore: UtcMs, now: UtcMs): Promise<number> {
  let deleted = 0;
  let last: number | null = 0;
  while (last !== null) {
    const portion = await store.deleteTexts({ endedBefore, after: last, limit: PORTION }, now);
    deleted += portion.deleted;
    last = portion.last;
  }
  return deleted;
}
