import { type Incident, incidentKey, type LiveStatus, type Status } from '../incidents/types.ts';
import { HOUR, MINUTE, type UtcMs } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor } from '../people/actor.ts';
import { duration } from './time.ts';

const URGENCY_MARKS: Record<Urgency, string> = { HIGH: '🔴', MEDIUM: '🟡', LOW: '🔵' };

const STATUS_WORDS: Record<Status, string> = {
  OPEN: 'Open',
  ACKNOWLEDGED: 'Acknowledged',
  SNOOZED: 'Snoozed',
  RESOLVED: 'Resolved',
  MERGED: 'Merged',
};

/** "🔴 HIGH": says the urgency without colour. */
export function urgencyLabel(urgency: Urgency): string {
  return `${URGENCY_MARKS[urgency]} ${urgency}`;
}

/** Leads to where the people of an incident talk. */
export const JOIN_CALL = 'Join the call';

export function statusLabel(status: Status): string {
  return STATUS_WORDS[status];
}

/**
 * The sign of a state on cards, in lists, on web pages and, where it is the news, in threads: while somebody is needed or at it, the
 * urgency says more than a sign of its own. (In threads "Acknowledged" and "Resolved" are events with ✅ and 🔧 before them.)
 */
const STATUS_MARKS: Record<Status, string | null> = {
  OPEN: null,
  ACKNOWLEDGED: null,
  SNOOZED: '💤',
  RESOLVED: '✅',
  MERGED: '🔀',
};

/** "Open", "💤 Snoozed": the state by itself. */
export function markedStatus(status: Status): string {
  const mark = STATUS_MARKS[status];
  return mark === null ? STATUS_WORDS[status] : `${mark} ${STATUS_WORDS[status]}`;
}

/** "🔴 HIGH", "💤", "✅" or "🔀": what an incident has before its name. */
export function incidentMark({ state, urgency }: Pick<Incident, 'state' | 'urgency'>): string {
  return STATUS_MARKS[state.status] ?? urgencyLabel(urgency);
}

/** How a place writes what a standing is made of. */
export interface StandingWriter {
  actor(actor: Actor): string;
  /** "until today at 14:00" */
  until(at: UtcMs): string;
}

/**
 * Urgency and state together: "🔴 HIGH · Acknowledged by @jane", "💤 Snoozed until 14:00 · 🔴 HIGH", "✅ Resolved by @bob after 12 min".
 */
export function standing({ state, urgency, openedAt }: StandingIncident, write: StandingWriter): string {
  const label = urgencyLabel(urgency);
  switch (state.status) {
    case 'OPEN':
      return `${label} · ${STATUS_WORDS.OPEN}`;
    case 'ACKNOWLEDGED':
      return `${label} · ${STATUS_WORDS.ACKNOWLEDGED} by ${write.actor(state.by)}`;
    case 'SNOOZED':
      return `${STATUS_MARKS.SNOOZED} ${STATUS_WORDS.SNOOZED} ${write.until(state.until)} · ${label}`;
    case 'RESOLVED':
      return `${STATUS_MARKS.RESOLVED} ${STATUS_WORDS.RESOLVED} by ${write.actor(state.by)} after ${duration(state.at - openedAt)}`;
    case 'MERGED':
      return `${STATUS_MARKS.MERGED} ${STATUS_WORDS.MERGED} into ${incidentKey(state.into)} by ${write.actor(state.by)}`;
  }
}

type StandingIncident = Pick<Incident, 'state' | 'urgency' | 'openedAt'>;

/** What reopening is called: it depends on what it ends. */
export const REOPEN_LABELS: Record<Exclude<Status, 'OPEN'>, string> = {
  ACKNOWLEDGED: 'Hand it back',
  SNOOZED: 'Wake it up',
  RESOLVED: 'Reopen',
  MERGED: 'Undo merge',
};

/** For how long an incident can be snoozed without saying until when, in the order of menus. */
export const SNOOZE_CHOICES = [
  { key: '15m', label: '15 minutes', ms: 15 * MINUTE },
  { key: '30m', label: '30 minutes', ms: 30 * MINUTE },
  { key: '1h', label: '1 hour', ms: HOUR },
  { key: '4h', label: '4 hours', ms: 4 * HOUR },
] as const;

export const UNTITLED = 'Untitled';

/** "INC-42: Database Connection Timeout". `title`: cut to what there is room for. */
export function keyAndTitle(number: number, title: string): string {
  return `${incidentKey(number)}: ${title || UNTITLED}`;
}

/** "2 open · 1 acknowledged · 0 snoozed" */
export function liveCounts(
  { OPEN, ACKNOWLEDGED, SNOOZED }: Record<LiveStatus, number>,
  write: (count: number) => string = String,
): string {
  return `${write(OPEN)} open · ${write(ACKNOWLEDGED)} acknowledged · ${write(SNOOZED)} snoozed`;
}
