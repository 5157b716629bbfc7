import type { UtcMs } from '../lib/clock.ts';
import type { OnCallDirectory } from './call.ts';
import { climb, type StepTaken } from './climb.ts';
import { firstStep } from './escalation.ts';
import type { EscalationPolicy } from './types.ts';

export interface RehearsedStep extends StepTaken {
  at: UtcMs;
}

/**
 * What would become of an incident that opens at `at` and that nobody acknowledges: every step with its time and whom it
 * would call, as far as schedules and people stay as they are. The very functions decide that page.
 */
export function rehearse(policy: EscalationPolicy, at: UtcMs, directory: OnCallDirectory): RehearsedStep[] {
  const steps: RehearsedStep[] = [];
  const first = firstStep(policy);
  let next = first && { position: first.position, dueAt: at + first.after };
  while (next) {
    const { dueAt } = next;
    const { taken, next: following } = climb(policy, next, dueAt, directory);
    steps.push(...taken.map((step) => ({ ...step, at: dueAt })));
    next = following;
  }
  return steps;
}
