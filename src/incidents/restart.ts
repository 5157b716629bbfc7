import type { UtcMs } from '../lib/clock.ts';
import type { DecisionContext } from './change.ts';
import { accept, type Decision } from './decision.ts';
import { type EscalationStarted, pagesFor, startEscalation } from './escalation.ts';
import { maintenanceUntil } from './maintenance.ts';
import type { Fact } from './timeline.ts';
import type { Incident, IncidentState } from './types.ts';

/** The escalation of an incident that has become urgent enough for it; null where it goes on as it is. */
export function released({ state, urgency, escalation }: Incident, context: DecisionContext): EscalationStarted | null {
  const { policy, now } = context;
  // The end of either releases it.
  if (context.upstream !== null || maintenanceUntil(context.maintenance, now) !== null) return null;
  const isReleased = escalation?.isHeld === true && policy !== null && pagesFor(policy, context, urgency);
  return isReleased && state.status === 'OPEN' ? startEscalation(context, urgency, now) : null;
}

/** OPEN again, since `from`, with escalation from the first step. */
export function restart(
  incident: Incident,
  context: DecisionContext,
  facts: Fact[],
  changes: Partial<Incident> = {},
  from: UtcMs = context.now,
): Decision {
  const started = startEscalation(context, changes.urgency ?? incident.urgency, from);
  const { escalation, timers } = started;
  const state: IncidentState = { status: 'OPEN' };
  return accept(incident, context, { ...changes, state, escalation }, [...facts, ...started.facts], {
    set: timers.set,
    cancel: ['wake', ...timers.cancel],
  });
}
