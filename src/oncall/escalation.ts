import type { EscalationPolicy } from './types.ts';

/** A step of a policy, both counted from 0: the step of the cycle, and the cycle of 1 + `repeat`. */
export interface EscalationPosition {
  cycle: number;
  step: number;
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

/**
 * What follows a step: the next one of its cycle, then the first one of the next cycle; null when the policy is
 * exhausted. A position that an edited policy no longer has is followed by the next cycle.
 */
export function nextStep(policy: EscalationPolicy, { cycle, step }: EscalationPosition): EscalationStart | null {
  const sameCycle = startOf(policy, { cycle, step: step + 1 });
  if (sameCycle) return sameCycle;
  return cycle < policy.repeat ? startOf(policy, { cycle: cycle + 1, step: 0 }) : null;
}

function startOf(policy: EscalationPolicy, position: EscalationPosition): EscalationStart | null {
  const step = policy.steps[position.step];
  return step ? { position, after: step.after } : null;
}
