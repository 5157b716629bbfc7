import { isMoreUrgent, type Urgency } from '../oncall/urgency.ts';
import { type DecisionContext, NO_TIMERS } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import { type EscalationStarted, pagesFor } from './escalation.ts';
import { released, restart } from './restart.ts';
import type { Fact } from './timeline.ts';
import type { Incident } from './types.ts';

/**
 * Another urgency, in either direction; only people and programs say so, an alert may only raise it. Who is paged and what is due
 * follow: HIGH wakes what is snoozed, as an alert of that urgency does.
 */
export function setUrgency(incident: Incident, to: Urgency, context: DecisionContext): Decision {
  const { state, urgency: from } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'not_while', status: 'RESOLVED' });
  if (from === to) return reject({ reason: 'same_urgency', urgency: to });
  return withUrgency(incident, to, {}, [{ kind: 'urgency_changed', from, to }], context);
}

/** It is so urgent from now on, with whatever else changes; its snooze and its escalation follow. */
export function withUrgency(
  incident: Incident,
  to: Urgency,
  changes: Partial<Incident>,
  facts: Fact[],
  context: DecisionContext,
): Decision {
  const { state, urgency: from } = incident;
  const rises = isMoreUrgent(to, from);
  const all = { ...changes, urgency: to, ...(rises && { raisedAt: context.now }) };
  if (state.status === 'SNOOZED' && rises && to === 'HIGH') {
    return restart(incident, context, [...facts, { kind: 'woke' }], all);
  }
  const turn = turnOf({ ...incident, ...all }, from, context);
  if (!turn) return accept(incident, context, all, facts, NO_TIMERS);
  return accept(incident, context, { ...all, escalation: turn.escalation }, [...facts, ...turn.facts], turn.timers);
}

/** What becomes of the escalation of an incident that was `from`; null where it goes on as it is. */
function turnOf(incident: Incident, from: Urgency, context: DecisionContext): EscalationStarted | null {
  if (incident.urgency === from) return null;
  return isMoreUrgent(incident.urgency, from) ? released(incident, context) : held(incident, context);
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
