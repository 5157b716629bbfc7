import { MINUTE, type UtcMs } from '../lib/clock.ts';
import { firstStep } from '../oncall/escalation.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { DecisionContext, Rules, TimerChange } from './change.ts';
import { maintenanceUntil } from './maintenance.ts';
import type { TimelineFact } from './timeline.ts';
import type { TimerRequest } from './timers.ts';
import type { Incident } from './types.ts';

/** How an escalation begins: the position, its timer, and what is to be said of it. */
export interface EscalationStarted {
  escalation: Incident['escalation'];
  timers: TimerChange;
  facts: TimelineFact[];
}

/** Whether anybody is paged for incidents of an urgency: the policy says so itself, or else the urgency filter does. */
export function pagesFor(policy: EscalationPolicy, { heard }: Pick<Rules, 'heard'>, urgency: Urgency): boolean {
  return (policy.urgencies ?? heard).includes(urgency);
}

/**
 * Escalation of an incident that is OPEN since `from`, at the first step of the policy as it is now. It is held where
 * nobody is paged for incidents of that urgency, or work is done on the service, unless somebody asks for it.
 */
export function startEscalation(
  rules: Pick<DecisionContext, 'policy' | 'heard' | 'maintenance' | 'upstream' | 'now'>,
  urgency: Urgency,
  from: UtcMs,
  isAskedFor = false,
): EscalationStarted {
  const { policy } = rules;
  const first = policy && firstStep(policy);
  const until = isAskedFor ? null : maintenanceUntil(rules.maintenance, rules.now);
  if (until !== null) {
    const escalation = first && { ...first.position, policy, isHeld: true, reached: [] };
    return { escalation, ...heldUntil(until) };
  }
  if (!isAskedFor && rules.upstream !== null && first) {
    const escalation = { ...first.position, policy, isHeld: true, reached: [] };
    const facts: TimelineFact[] = [{ kind: 'attached', service: rules.upstream }];
    return { escalation, timers: { set: [lookAgainAt(rules.now)], cancel: ['escalate'] }, facts };
  }
  if (!first) return { escalation: null, timers: { set: [], cancel: ['escalate'] }, facts: [] };
  const isHeld = !isAskedFor && !pagesFor(policy, rules, urgency);
  return {
    escalation: { ...first.position, policy, isHeld, reached: [] },
    timers: isHeld
      ? { set: [], cancel: ['escalate'] }
      : { set: [{ kind: 'escalate', dueAt: from + first.after }], cancel: [] },
    facts: isHeld ? [{ kind: 'escalation_held', urgency }] : [],
  };
}

/** When it is looked again whether what a service depends on is well. */
export function lookAgainAt(now: UtcMs): TimerRequest {
  return { kind: 'dependency', dueAt: now + MINUTE };
}

/** It begins to escalate once it has lasted for a while. */
export function delayedUntil({ policy }: Pick<Rules, 'policy'>, until: UtcMs): EscalationStarted {
  const first = policy && firstStep(policy);
  return {
    escalation: first && { ...first.position, policy, isHeld: true, reached: [] },
    timers: { set: [{ kind: 'lasted', dueAt: until }], cancel: [] },
    facts: [{ kind: 'delayed', until }],
  };
}

/** Nobody is paged before the maintenance of its service is over. */
export function heldUntil(until: UtcMs): Pick<EscalationStarted, 'timers' | 'facts'> {
  return {
    timers: { set: [{ kind: 'maintenance_over', dueAt: until }], cancel: ['escalate'] },
    facts: [{ kind: 'maintenance', until }],
  };
}
