import type { UtcMs } from '../lib/clock.ts';
import type { Incident } from './types.ts';

/** What an alert is recognised by. */
export interface AlertKey {
  dedupKey: string;
  /** The service that it names; null for none. */
  serviceId: number | null;
}

/** One of the alerts of an incident that counts several of them. */
export interface IncidentAlert extends AlertKey {
  /** When it began to fire, the last time. */
  at: UtcMs;
  title: string;
  /** Null while it fires. */
  resolvedAt: UtcMs | null;
  /** The incident with which it came, when that was merged into this one. */
  from?: number;
}

/** How many alerts an incident counts, and how many of them fire. */
export interface AlertTally {
  total: number;
  firing: number;
}

/** The alert that a monitor speaks of, as the incident has it that counts it. */
export interface HeldAlert {
  alert: IncidentAlert;
  /** With it. */
  tally: AlertTally;
}

/** The alert that has opened an incident, once others join it: which may be over, and flapping, while the incident is not. */
export function firstAlert(
  { dedupKey, alertServiceId, title, openedAt, flapping }: Incident,
  now: UtcMs,
): IncidentAlert {
  const resolvedAt = flapping === 'over' ? now : null;
  return { dedupKey, serviceId: alertServiceId, title, at: openedAt, resolvedAt };
}

/** Whether the incident is not over yet when this alert is. */
export function othersFire({ alert, tally }: HeldAlert): boolean {
  return tally.firing > (alert.resolvedAt === null ? 1 : 0);
}
