import type { UtcMs } from '../clock.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import type { TimerKind, TimerRequest } from '../timers/types.ts';
import type { TimelineEvent } from './timeline.ts';
import type { Actor, Incident, NewIncident } from './types.ts';

/** Everything a decision may look at besides the incident itself. */
export interface DecisionContext {
  now: UtcMs;
  actor: Actor;
  /** The escalation policy of the incident's service; null when it has none. */
  policy: EscalationPolicy | null;
}

export interface TimerChange {
  set: TimerRequest[];
  cancel: TimerKind[];
}

/** A decision as data, committed in one transaction or not at all. */
export interface Change {
  /** The incident as it will be; its `version` is the one to be written (the one read, plus one). */
  incident: Incident;
  events: TimelineEvent[];
  timers: TimerChange;
}

/** The birth of an incident; the store gives it its number. */
export interface Opening {
  incident: NewIncident;
  events: TimelineEvent[];
  timers: TimerChange;
}
