import type { UtcMs } from '../lib/clock.ts';
import type { Escalation } from '../oncall/escalation.ts';
import type { Pause, SlaTarget } from '../oncall/sla.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor } from '../people/actor.ts';
import type { Flapping, FlappingChoice } from './flapping.ts';
import type { RoleHolding } from './roles.ts';

export const STATUSES = ['OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED', 'MERGED'] as const;
export type Status = (typeof STATUSES)[number];

/** Not over: what "open incidents" means to people. */
export const LIVE_STATUSES = ['OPEN', 'ACKNOWLEDGED', 'SNOOZED'] as const satisfies readonly Status[];
export type LiveStatus = (typeof LIVE_STATUSES)[number];

export type LiveState =
  | { status: 'OPEN' }
  | { status: 'ACKNOWLEDGED'; by: Actor; at: UtcMs }
  | { status: 'SNOOZED'; by: Actor; at: UtcMs; until: UtcMs };

export type IncidentState =
  | LiveState
  | { status: 'RESOLVED'; by: Actor; at: UtcMs; note: string | null }
  /**
   * It goes on as another incident, the survivor, which is never merged itself. Nobody has resolved it, and nobody works on it.
   * `from`: what it was, and is again when the merge is undone.
   */
  | { status: 'MERGED'; by: Actor; at: UtcMs; into: number; from: LiveState };

/** Nobody works on it any more. */
export function isOver(state: IncidentState): state is Exclude<IncidentState, LiveState> {
  return state.status === 'RESOLVED' || state.status === 'MERGED';
}

/** Enough for a headline, whoever writes it; the rest belongs in the description. */
export const MAX_TITLE = 1_024;

export interface Incident {
  /** Shown as INC-<number>. */
  number: number;
  /** Grows by one with every committed change; the compare-and-set guard. */
  version: number;
  state: IncidentState;
  urgency: Urgency;
  /** When it became more urgent, the last time; null for never. Its SLA targets count from here. */
  raisedAt: UtcMs | null;
  title: string;
  description: string | null;
  serviceId: number | null;
  /** The service that its alert named; whatever service people give it later, the same alert is counted here. */
  alertServiceId: number | null;
  components: string[];
  /** What raised the alert, in its own words ("prometheus", "checkout-host-3"). */
  source: string | null;
  /** A link back to the monitor. */
  url: string | null;
  details: Record<string, unknown> | null;
  /** Of the alert that has opened it. */
  dedupKey: string;
  /** How many other alerts, each with a dedup key of its own, it counts besides; it is over when all of them are. */
  joinedAlerts: number;
  /** Of the group that it was opened for; null for none. */
  groupKey: string | null;
  /** What routing rules say of its flapping. */
  flappingChoice: FlappingChoice;
  /** Null unless its alert is flapping. */
  flapping: Flapping | null;
  alertCount: number;
  openedBy: Actor;
  openedAt: UtcMs;
  lastAlertAt: UtcMs;
  /** First acknowledgement ever, for MTTA; survives a reopen. */
  firstAcknowledgedAt: UtcMs | null;
  /** The escalation step that comes next; null when nothing is left to climb. */
  escalation: Escalation | null;
  /** When its SLA clock stood still. */
  pauses: Pause[];
  /** SLA targets that it has missed; each is noted once. */
  breached: SlaTarget[];
  /** Who does what, as far as somebody does. */
  roles: RoleHolding[];
  /** The numbers of all that goes on as this one; once it is merged itself, of what did then. */
  merged: number[];
  /** The numbers of incidents that people have linked with it. */
  related: number[];
}

/** What a new incident is made of, before it has a number. */
export type NewIncident = Omit<Incident, 'number' | 'version'>;

export function incidentKey(number: number): string {
  return `INC-${number}`;
}

/** "INC-42", "inc-42" and "42" → 42; anything else → null. */
export function parseIncidentKey(text: string): number | null {
  const match = /^(?:INC-)?([1-9]\d{0,14})$/i.exec(text.trim());
  return match ? Number(match[1]) : null;
}
