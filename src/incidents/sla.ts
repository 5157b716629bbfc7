import type { UtcMs } from '../clock.ts';
import { type Pause, SLA_TARGETS, type SlaStatus, type SlaTarget, type SlaTargets, slaStatus } from '../oncall/sla.ts';
import type { TimerKind } from '../timers/types.ts';
import type { DecisionContext, TimerChange } from './change.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident, IncidentState, NewIncident } from './types.ts';

const TIMERS: Record<SlaTarget, TimerKind> = { acknowledge: 'sla_acknowledge', resolve: 'sla_resolve' };

/** How an incident stands against its targets at `now`; null where it has none. */
export function slaOf(incident: NewIncident, targets: SlaTargets, now: UtcMs): Record<SlaTarget, SlaStatus | null> {
  const { openedAt, pauses, firstAcknowledgedAt, state } = incident;
  const resolvedAt = state.status === 'RESOLVED' ? state.at : null;
  return slaStatus(targets, { openedAt, pauses, acknowledgedAt: firstAcknowledgedAt, resolvedAt }, now);
}

/**
 * Targets that have passed and that nobody has noted yet: each is a fact once, whatever changes afterwards. None is left
 * when an incident has been resolved, whatever the operator changes the targets to.
 */
export function newBreaches(
  incident: Incident,
  { sla, now }: DecisionContext,
): Extract<TimelineFact, { kind: 'sla_breached' }>[] {
  if (incident.state.status === 'RESOLVED') return [];
  const status = slaOf(incident, sla[incident.urgency] ?? {}, now);
  return SLA_TARGETS.flatMap((target) => {
    const is = status[target];
    if (is?.state !== 'breached' || incident.breached.includes(target)) return [];
    return [{ kind: 'sla_breached', target, due: is.at }];
  });
}

/** A timer for every target that is still ahead, or has passed without anybody noting it. */
export function slaTimers(incident: NewIncident, { sla, now }: Pick<DecisionContext, 'sla' | 'now'>): TimerChange {
  const targets = sla[incident.urgency] ?? {};
  const status = slaOf(incident, targets, now);
  const wanted = SLA_TARGETS.filter((target) => targets[target] !== undefined).map((target) => {
    const is = status[target];
    const isOpen = is?.state === 'due' || (is?.state === 'breached' && !incident.breached.includes(target));
    return { kind: TIMERS[target], dueAt: isOpen ? is.at : null };
  });
  return {
    set: wanted.flatMap(({ kind, dueAt }) => (dueAt === null ? [] : [{ kind, dueAt }])),
    cancel: wanted.flatMap(({ kind, dueAt }) => (dueAt === null ? [kind] : [])),
  };
}

/** The clock stands still while an incident is snoozed, and while it is resolved and may yet be reopened. */
export function pausesAfter(pauses: readonly Pause[], from: IncidentState, to: IncidentState, now: UtcMs): Pause[] {
  const closed = pauses.map((pause) => (pause.to === null ? { ...pause, to: now } : pause));
  if (to.status === 'SNOOZED') return from.status === 'SNOOZED' ? [...pauses] : [...closed, { from: now, to: null }];
  if (from.status === 'RESOLVED' && to.status !== 'RESOLVED') return [...closed, { from: from.at, to: now }];
  return closed;
}
