import { isMoreUrgent, type Urgency } from '../oncall/urgency.ts';
import { type DecisionContext, NO_TIMERS } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import { type EscalationStarted, pagesFor } from './escalation.ts';
import { released, restart } from './restart.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';

/**
 * Another urgency, in either direction; only people and programs say so, an alert may only raise it. Who is paged and what is due
 * follow: HIGH wakes what is snoozed, as an alert of that urgency does.
 */
export function setUrgency(incident: Incident, to: Urgency, context: DecisionContext): Decision {
  const { state, urgency: from } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'not_while', status: 'RESOLVED' });
  if (from === to) return reject({ reason: 'same_urgency', urgency: to });
  const rises = isMoreUrgent(to, from);
  const changes = { urgency: to, ...(rises && { raisedAt: context.now }) };
  const fact: TimelineFact = { kind: 'urgency_changed', from, to };
  if (state.status === 'SNOOZED' && rises && to === 'HIGH') {
    return restart(incident, context, [fact, { kind: 'woke' }], changes);
  }
  const changed = { ...incident, ...changes };
  const turn = rises ? released(changed, context) : held(changed, context);
  if (!turn) return accept(incident, context, changes, [fact], NO_TIMERS);
  return accept(incident, context, { ...changes, escalation: turn.escalation }, [fact, ...turn.facts], turn.timers);
}

/** The escalation of an incident that has become too little urgent for it; null where it goes on as it is. */
function held({ state, urgency, escalation }: Incident, context: DecisionContext): EscalationStarted | null {
  if (state.status !== 'OPEN' || !escalation || escalation.isHeld) return null;
  if (pagesFor(escalation.policy, context, urgency)) return null;
  return {
    escalation: { ...escalation, isHeld: true },
    timers: { set: [], cancel: ['escalate'] },
    facts: [{ kind: 'escalation_held', urgency }],
  };
}
