import type { Call } from '../../oncall/call.ts';
import { callLine } from '../../words/call.ts';
import { personWord, shownName } from './actor.ts';

/** A line is read at a glance; the timeline has them all. */
const MAX_NAMES = 10;

/** mrkdwn of who was called, and of whom or what could not be: "paged @bob, @carol; skipped @dave, disabled". */
export function callWords(call: Call): string {
  return callLine(call, { person: personWord, name: (name) => shownName(name) || '—', list: listed });
}

function listed(words: string[]): string {
  const more = words.length - MAX_NAMES;
  return [...words.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
