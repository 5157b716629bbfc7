import type { UtcMs } from '../../../clock.ts';
import type { StoredTimelineEvent } from '../../../incidents/timeline.ts';
import { actorName } from '../words.ts';
import { type FactWords, factWords } from './fact-words.ts';

/** One line of the timeline as people read it. */
export interface Entry extends FactWords {
  at: UtcMs;
}

/**
 * The timeline in words, newest first. Alerts that repeat with nothing in between are one line, and say their title only
 * when it is not that of the incident.
 */
export function entriesOf(events: StoredTimelineEvent[], title: string): Entry[] {
  return runsOf(events)
    .map((run) => toEntry(run, title))
    .reverse();
}

/** What happened once, or the same alert again and again. */
interface Run {
  first: StoredTimelineEvent;
  last: StoredTimelineEvent;
}

function runsOf(events: StoredTimelineEvent[]): Run[] {
  const runs: Run[] = [];
  for (const event of events) {
    const before = runs.at(-1);
    if (before && isRepeat(before.last) && isRepeat(event)) before.last = event;
    else runs.push({ first: event, last: event });
  }
  return runs;
}

function isRepeat({ fact }: StoredTimelineEvent): boolean {
  return fact.kind === 'alert_repeated';
}

function toEntry({ first, last }: Run, title: string): Entry {
  const { at, actor, fact } = last;
  const entry = { at, ...factWords(actor, fact) };
  if (first.fact.kind !== 'alert_repeated' || fact.kind !== 'alert_repeated') return entry;
  const text = fact.title === title ? null : fact.title;
  if (first === last) return { ...entry, text };
  const words = `Alerts ${first.fact.alertCount} to ${fact.alertCount}, the last from ${actorName(actor)}`;
  return { ...entry, words, text };
}
