import { incidentKey, type LiveStatus, type Status } from '../incidents/types.ts';
import { HOUR, MINUTE } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';

const URGENCY_MARKS: Record<Urgency, string> = { HIGH: '🔴', MEDIUM: '🟡', LOW: '🔵' };

const STATUS_WORDS: Record<Status, string> = {
  OPEN: 'Open',
  ACKNOWLEDGED: 'Acknowledged',
  SNOOZED: 'Snoozed',
  RESOLVED: 'Resolved',
};

/** "🔴 HIGH": says the urgency without colour. */
export function urgencyLabel(urgency: Urgency): string {
  return `${URGENCY_MARKS[urgency]} ${urgency}`;
}

export function statusLabel(status: Status): string {
  return STATUS_WORDS[status];
}

/** What reopening is called: it depends on what it ends. */
export const REOPEN_LABELS: Record<Exclude<Status, 'OPEN'>, string> = {
  ACKNOWLEDGED: 'Hand it back',
  SNOOZED: 'Wake it up',
  RESOLVED: 'Reopen',
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
