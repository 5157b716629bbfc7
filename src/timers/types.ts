import type { UtcMs } from '../clock.ts';

/** What a timer is for. An incident has at most one of each. */
export const TIMER_KINDS = ['wake', 'escalate', 'sla_acknowledge', 'sla_resolve', 'remind', 'take_back'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** Those that wait for what the clock on the wall shows; all others for a span of time. */
export const AT_WALL_TIME: readonly TimerKind[] = ['wake'];

/** A timer as a Change asks for it; the same kind set again replaces the earlier one. */
export interface TimerRequest {
  kind: TimerKind;
  dueAt: UtcMs;
}

export interface Timer extends TimerRequest {
  id: number;
  incidentNumber: number;
}
