import type { UtcMs } from '../lib/clock.ts';
import { type Pause, SLA_TARGETS, type SlaStatus, type SlaTarget, type SlaTargets, slaStatus } from '../oncall/sla.ts';
import type { DecisionContext, TimerChange } from './change.ts';
import { type MaintenanceSpan, maintenanceUntil } from './maintenance.ts';
import type { TimelineFact } from './timeline.ts';
import type { TimerKind } from './timers.ts';
import { type Incident, type IncidentState, isOver, type NewIncident } from './types.ts';

const TIMERS: Record<SlaTarget, TimerKind> = { acknowledge: 'sla_acknowledge', resolve: 'sla_resolve' };

/** How an incident stands against its targets at `now`; null where it has none. */
export function slaOf(incident: NewIncident, targets: SlaTargets, now: UtcMs): Record<SlaTarget, SlaStatus | null> {
  const { openedAt, raisedAt, pauses, firstAcknowledgedAt, state } = incident;
  const resolvedAt = isOver(state) ? state.at : null;
  const startedAt = raisedAt ?? openedAt;
  return slaStatus(targets, { startedAt, pauses, acknowledgedAt: firstAcknowledgedAt, resolvedAt }, now);
}

/**
 * Targets that have passed and that nobody has noted yet: each is a fact once, whatever changes afterwards. None is left
 * when an incident is over, whatever the operator changes the targets to.
 */
export function newBreaches(
  incident: Incident,
  { sla, now }: DecisionContext,
): Extract<TimelineFact, { kind: 'sla_breached' }>[] {
  if (isOver(incident.state)) return [];
  const status = slaOf(incident, sla[incident.urgency] ?? {}, now);
  return SLA_TARGETS.flatMap((target) => {
    const is = status[target];
    if (is?.state !== 'breached' || incident.breached.includes(target)) return [];
    return [{ kind: 'sla_breached', target, due: is.at }];
  });
}

/** A timer for every target that is still ahead, or has passed without anybody noting it; none for what has no target. */
export function slaTimers(incident: NewIncident, { sla, now }: Pick<DecisionContext, 'sla' | 'now'>): TimerChange {
  const targets = sla[incident.urgency] ?? {};
  const status = slaOf(incident, targets, now);
  const wanted = SLA_TARGETS.map((target) => {
    const is = status[target];
    const isOpen = is?.state === 'due' || (is?.state === 'breached' && !incident.breached.includes(target));
    return { kind: TIMERS[target], dueAt: isOpen ? is.at : null };
  });
  return {
    set: wanted.flatMap(({ kind, dueAt }) => (dueAt === null ? [] : [{ kind, dueAt }])),
    cancel: wanted.flatMap(({ kind, dueAt }) => (dueAt === null ? [kind] : [])),
  };
}

/**
 * The clock stands still while an incident is snoozed, and while it is over and may yet be open again. A snooze ends
 * when it was to end, however late anybody gets to it; and none ends before it began, however the wall clock is set.
 */
export function pausesAfter(pauses: readonly Pause[], from: IncidentState, to: IncidentState, now: UtcMs): Pause[] {
  const hasSlept = from.status === 'SNOOZED' && from.until < now;
  if (from.status === 'SNOOZED' && to.status === 'SNOOZED' && !hasSlept) return [...pauses];
  const end = hasSlept ? from.until : now;
  const closed = pauses.map((pause) => (pause.to === null ? { ...pause, to: Math.max(pause.from, end) } : pause));
  const free = closed.at(-1)?.to ?? 0;
  if (to.status === 'SNOOZED') return [...closed, { from: Math.max(now, free), to: null }];
  if (!isOver(from) || isOver(to)) return closed;
  const begin = Math.max(from.at, free);
  return [...closed, { from: begin, to: Math.max(begin, now) }];
}

/**
 * Nobody is paged while work is done on a service, so the clock stands still as well: until it is to be over, as far as is known now.
 * What was to last longer, and doesn't, ends now. A snooze stands still anyway.
 * @param begin nothing counts before
 */
export function pausesWith(
  maintenance: readonly MaintenanceSpan[],
  pauses: readonly Pause[],
  begin: UtcMs,
  now: UtcMs,
): Pause[] {
  const until = maintenanceUntil(maintenance, now);
  const isPlanned = ({ to }: Pause) => to !== null && to > now;
  if (pauses.at(-1)?.to === null || (until === null && !pauses.some(isPlanned))) return [...pauses];
  const past = pauses
    .map((pause) => (isPlanned(pause) ? { ...pause, to: Math.max(pause.from, now) } : pause))
    .filter(({ from, to }) => to === null || to > from);
  if (until === null) return past;
  const last = past.at(-1);
  const since = Math.min(...maintenance.filter(({ from, to }) => from <= now && to > now).map(({ from }) => from));
  const from = Math.max(since, begin, last?.to ?? 0);
  return last && last.to === from ? [...past.slice(0, -1), { ...last, to: until }] : [...past, { from, to: until }];
}
