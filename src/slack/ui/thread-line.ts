import type { SlackMessage } from '../../courier/message.ts';
import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { actorName } from './actor.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { urgencyLabel } from './incident-words.ts';
import { delay } from './lateness.ts';
import { MAX_TEXT } from './limits.ts';
import { prose } from './prose.ts';
import { dateAndTime } from './time.ts';

/** What the rest of a line takes at most: names, dates, the delay. */
const ROOM_FOR_WORDS = 500;
const MAX_NOTE = MAX_TEXT - ROOM_FOR_WORDS;
const MAX_TITLE = 300;

export interface LineContent {
  event: StoredTimelineEvent;
  /** How late the line comes, in milliseconds, when that is worth saying. */
  lateBy?: number | null;
}

/**
 * The line in the card's thread about one timeline event, made of the event alone: however late it is sent, it says
 * what happened then.
 */
export function threadLine({ event, lateBy }: LineContent): SlackMessage {
  const [first, ...rest] = words(event);
  const late = delay(lateBy ?? null);
  return { text: [late ? `${first} ${late}` : first, ...rest].join('\n') };
}

/** The words for every kind of event, the first line and what follows it; a new kind fails to compile without its own. */
function words({ actor, fact }: StoredTimelineEvent): [first: string, ...rest: string[]] {
  const by = actorName(actor);
  switch (fact.kind) {
    case 'triggered':
      return [`🚨 Triggered by ${by}`];
    case 'alert_repeated':
      return [`🔁 Alert number ${fact.alertCount}: ${mrkdwn(cut(oneLine(fact.title), MAX_TITLE))}`];
    case 'urgency_raised':
      return [`⏫ Urgency raised from ${fact.from} to ${urgencyLabel(fact.to)} by ${by}`];
    case 'acknowledged':
      return [`✅ Acknowledged by ${by}`];
    case 'resolved':
      return [`🔧 Resolved by ${by}`, ...paragraph('Resolution: ', fact.note)];
    case 'reopened':
      return [fact.from === 'RESOLVED' ? `♻️ Reopened by ${by}` : `↩️ Back to open by ${by}, nobody has it now`];
    case 'snoozed':
      return [`⏰ Snoozed by ${by} until ${dateAndTime(fact.until)}`];
    case 'woke':
      return [actor.kind === 'clock' ? '🔔 Woke up: the snooze is over' : `🔔 Woke up: ${by} says it is HIGH now`];
    case 'escalated':
      return [`⬆️ Escalated to ${step(fact)}${actor.kind === 'clock' ? '' : ` by ${by}`}`];
    case 'note_added':
      return [`📝 Note by ${by}: ${prose(fact.text, MAX_NOTE)}`];
  }
}

function paragraph(label: string, text: string | null): string[] {
  const written = prose(text ?? '', MAX_NOTE);
  return written ? [label + written] : [];
}

/** Positions count from 0, people from 1. */
function step({ cycle, step }: { cycle: number; step: number }): string {
  return cycle === 0 ? `step ${step + 1}` : `step ${step + 1}, round ${cycle + 1}`;
}
