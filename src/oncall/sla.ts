import type { UtcMs } from '../lib/clock.ts';

/** What an incident has a deadline for. */
export const SLA_TARGETS = ['acknowledge', 'resolve'] as const;
export type SlaTarget = (typeof SLA_TARGETS)[number];

/** How soon, in milliseconds after an incident opens or becomes more urgent, it is to be acknowledged and resolved; what is absent has no target. */
export interface SlaTargets {
  acknowledge?: number;
  resolve?: number;
}

/** A snooze, during which the clock stands still. `to` is null while it lasts. */
export interface Pause {
  from: UtcMs;
  to: UtcMs | null;
}

export interface SlaClock {
  /** When the incident opened, or became as urgent as it is. */
  startedAt: UtcMs;
  /** In order of time, without overlap. */
  pauses: readonly Pause[];
}

/** The clock together with when each target was met; null as long as it was not. */
export interface SlaProgress extends SlaClock {
  acknowledgedAt: UtcMs | null;
  resolvedAt: UtcMs | null;
}

export type SlaStatus =
  | { state: 'met'; at: UtcMs }
  /** The clock runs; `remaining` milliseconds are left until the breach at `at`. */
  | { state: 'due'; at: UtcMs; remaining: number }
  /** The clock stands still; `remaining` milliseconds are left once it runs again. */
  | { state: 'paused'; remaining: number }
  /** `at` is when the target passed, however late anybody noticed. */
  | { state: 'breached'; at: UtcMs };

/** Where the clock reaches a target: at an instant, or nowhere as long as the current pause lasts. */
export type SlaDue = { at: UtcMs } | { at: null; remaining: number };

/** A service's own targets for an urgency, completed by the defaults for that urgency. */
export function effectiveTargets(service: SlaTargets, defaults: SlaTargets): SlaTargets {
  return {
    acknowledge: service.acknowledge ?? defaults.acknowledge,
    resolve: service.resolve ?? defaults.resolve,
  };
}

/** When `target` milliseconds have run since the start; pauses that begin later no longer matter, nor what was before. */
export function dueAt(clock: SlaClock, target: number): SlaDue {
  let at = clock.startedAt + target;
  for (const pause of clock.pauses) {
    const from = Math.max(pause.from, clock.startedAt);
    if (from >= at) break;
    if (pause.to === null) return { at: null, remaining: at - from };
    at += Math.max(0, pause.to - from);
  }
  return { at };
}

/** How an incident stands at `now`; null where it has no target. Resolving counts as acknowledging. */
export function slaStatus(
  targets: SlaTargets,
  progress: SlaProgress,
  now: UtcMs,
): { acknowledge: SlaStatus | null; resolve: SlaStatus | null } {
  const { acknowledgedAt, resolvedAt } = progress;
  return {
    acknowledge: statusOf(targets.acknowledge, progress, acknowledgedAt ?? resolvedAt, now),
    resolve: statusOf(targets.resolve, progress, resolvedAt, now),
  };
}

/** A target is breached at the very instant it is due, unless it was met by then; meeting it later changes nothing. */
function statusOf(target: number | undefined, clock: SlaClock, metAt: UtcMs | null, now: UtcMs): SlaStatus | null {
  if (target === undefined) return null;
  const due = dueAt(clock, target);
  if (metAt !== null && (due.at === null || metAt <= due.at)) return { state: 'met', at: metAt };
  if (due.at === null) return { state: 'paused', remaining: due.remaining };
  return now < due.at ? { state: 'due', at: due.at, remaining: due.at - now } : { state: 'breached', at: due.at };
}
