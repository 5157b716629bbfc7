import { isDeepStrictEqual } from 'node:util';
import type { EscalationPolicy } from './types.ts';

/** A step of a policy, both counted from 0: the step of the cycle, and the cycle of 1 + `repeat`. */
export interface EscalationPosition {
  cycle: number;
  step: number;
}

/** The step that comes next, of the policy as it was when the climb began: no edit of the policy loses a page. */
export interface Escalation extends EscalationPosition {
  policy: EscalationPolicy;
  /** It waits until the incident is more urgent: nobody is paged for one that is as little urgent as it is. */
  isHeld: boolean;
  /** Whom and what the step before has called, by target, without those who turned out not to be reached. */
  reached: readonly string[];
}

/** A step that is to be taken. */
export interface EscalationStart {
  position: EscalationPosition;
  /** Milliseconds from the step before; for the first one, from when the incident became OPEN. */
  after: number;
}

/** Where escalation begins; null for a policy without steps. */
export function firstStep(policy: EscalationPolicy): EscalationStart | null {
  return startOf(policy, { cycle: 0, step: 0 });
}

/** What follows a step: the next one of its cycle, then the first one of the next cycle; null at the end of the policy. */
export function nextStep(policy: EscalationPolicy, { cycle, step }: EscalationPosition): EscalationStart | null {
  const sameCycle = startOf(policy, { cycle, step: step + 1 });
  if (sameCycle) return sameCycle;
  const again = cycle < policy.repeat ? startOf(policy, { cycle: cycle + 1, step: 0 }) : null;
  return again && { ...again, after: repeatAfter(policy) };
}

/** Whether somebody who climbs `copy` climbs an older version of `policy`. */
export function isOlder(copy: EscalationPolicy, policy: EscalationPolicy | null): boolean {
  return !isDeepStrictEqual(copy, policy);
}

function repeatAfter({ repeatAfter: chosen, steps }: EscalationPolicy): number {
  return chosen ?? Math.max(...steps.map(({ after }) => after));
}

function startOf(policy: EscalationPolicy, position: EscalationPosition): EscalationStart | null {
  const step = policy.steps[position.step];
  return step ? { position, after: step.after } : null;
}
