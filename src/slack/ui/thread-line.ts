import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { explain } from '../../notifications/queue/slack-errors.ts';
import { actorName } from './actor.ts';
import { callWords, personWord } from './call-words.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { urgencyLabel } from './incident-words.ts';
import { delay } from './lateness.ts';
import { MAX_TEXT } from './limits.ts';
import { prose } from './prose.ts';
import { dateAndTime, duration } from './time.ts';

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
    case 'urgency_raised':
      return [`⏫ Urgency raised from ${fact.from} to ${urgencyLabel(fact.to)} by ${by}`];
    case 'acknowledged':
      return [`✅ Acknowledged by ${by}`];
    case 'resolved':
      return [`🔧 Resolved by ${by}`, ...paragraph('Resolution: ', fact.note)];
    case 'reopened':
      if (fact.from === 'RESOLVED') return [`♻️ Reopened by ${by}`];
      return [
        `↩️ Back to open${actor.kind === 'clock' ? ': its owner did not answer' : ` by ${by}, nobody has it now`}`,
      ];
    case 'snoozed':
      return [`⏰ Snoozed by ${by} until ${dateAndTime(fact.until)}`];
    case 'woke':
      return [actor.kind === 'clock' ? '🔔 Woke up: the snooze is over' : `🔔 Woke up: ${by} says it is HIGH now`];
    case 'escalated':
      return [`⬆️ Escalated to ${step(fact)}${actor.kind === 'clock' ? '' : ` by ${by}`}: ${callWords(fact)}`];
    case 'escalation_held':
      return [`🔕 Nobody is paged while it is ${urgencyLabel(fact.urgency)}`];
    case 'escalation_restarted':
      return [
        actor.kind === 'clock'
          ? '🔁 Escalation starts from its first step: the settings have changed'
          : `🔁 Escalation restarted by ${by}`,
      ];
    case 'paged':
      return [`📣 Called for help by ${by}: ${callWords(fact)}`];
    case 'page_failed':
      return [
        `⚠️ ${personWord(fact.name)} could not be paged. ${mrkdwn(cut(oneLine(explain(fact.code).meaning), MAX_TITLE))}`,
      ];
    case 'sla_breached':
      return [`⏱️ SLA breached: was to be ${PARTICIPLES[fact.target]} by ${dateAndTime(fact.due)}`];
    case 'reminded':
      return [`👋 ${personWord(fact.owner.name)} was asked for news, after ${duration(fact.quiet)} of silence`];
    case 'confirmed':
      return [`👍 ${by} is still on it`];
    case 'note_added':
      return [`📝 Note by ${by}: ${prose(fact.text, MAX_NOTE)}`];
  }
}

const PARTICIPLES = { acknowledge: 'acknowledged', resolve: 'resolved' } as const;

function paragraph(label: string, text: string | null): string[] {
  const written = prose(text ?? '', MAX_NOTE);
  return written ? [label + written] : [];
}

/** Positions count from 0, people from 1. */
function step({ cycle, step }: { cycle: number; step: number }): string {
  return cycle === 0 ? `step ${step + 1}` : `step ${step + 1}, round ${cycle + 1}`;
}
