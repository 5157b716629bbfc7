import type { UtcMs } from '../../../clock.ts';
import type { StoredTimelineEvent, TimelineFact } from '../../../incidents/timeline.ts';
import type { Actor } from '../../../incidents/types.ts';
import { urgencyLabel } from '../../../slack/ui/incident-words.ts';
import { actorName } from '../words.ts';

/** One line of the timeline as people read it. */
export interface Entry {
  at: UtcMs;
  mark: string;
  words: string;
  /** Follows the words: when a snooze ends. */
  until?: UtcMs;
  /** What somebody wrote. */
  text?: string | null;
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
  const entry = { at, ...describe(actor, fact) };
  if (first.fact.kind !== 'alert_repeated' || fact.kind !== 'alert_repeated') return entry;
  const text = fact.title === title ? null : fact.title;
  if (first === last) return { ...entry, text };
  const words = `Alerts ${first.fact.alertCount} to ${fact.alertCount}, the last from ${actorName(actor)}`;
  return { ...entry, words, text };
}

/** The same marks and words as in the threads in Slack; a new kind of fact fails to compile without its own. */
function describe(actor: Actor, fact: TimelineFact): Omit<Entry, 'at'> {
  const by = actorName(actor);
  switch (fact.kind) {
    case 'triggered':
      return { mark: '🚨', words: `Triggered by ${by}` };
    case 'alert_repeated':
      return { mark: '🔁', words: `Alert number ${fact.alertCount}, from ${by}`, text: fact.title };
    case 'urgency_raised':
      return { mark: '⏫', words: `Urgency raised from ${fact.from} to ${urgencyLabel(fact.to)} by ${by}` };
    case 'acknowledged':
      return { mark: '✅', words: `Acknowledged by ${by}` };
    case 'resolved':
      return { mark: '🔧', words: `Resolved by ${by}`, text: fact.note };
    case 'reopened':
      return fact.from === 'RESOLVED'
        ? { mark: '♻️', words: `Reopened by ${by}` }
        : { mark: '↩️', words: `Back to open by ${by}, nobody has it now` };
    case 'snoozed':
      return { mark: '⏰', words: `Snoozed by ${by} until`, until: fact.until };
    case 'woke':
      return {
        mark: '🔔',
        words: actor.kind === 'clock' ? 'Woke up: the snooze is over' : `Woke up: ${by} says it is HIGH now`,
      };
    case 'escalated':
      return { mark: '⬆️', words: `Escalated to ${step(fact)}${actor.kind === 'clock' ? '' : ` by ${by}`}` };
    case 'note_added':
      return { mark: '📝', words: `Note by ${by}`, text: fact.text };
  }
}

/** Positions count from 0, people from 1. */
function step({ cycle, step }: { cycle: number; step: number }): string {
  return cycle === 0 ? `step ${step + 1}` : `step ${step + 1}, round ${cycle + 1}`;
}
