import type { UtcMs } from '../lib/clock.ts';
import { type Call, callTo, type OnCallDirectory, reachesSomebody } from './call.ts';
import { type EscalationPosition, nextStep } from './escalation.ts';
import type { EscalationPolicy } from './types.ts';

/** A step that is taken, and whom it calls. */
export interface StepTaken {
  position: EscalationPosition;
  call: Call;
}

export interface Climb {
  /** In order. */
  taken: StepTaken[];
  /** The step that comes after them, and when; null when the policy is exhausted. */
  next: { position: EscalationPosition; dueAt: UtcMs } | null;
}

export interface ClimbStart {
  position: EscalationPosition;
  /** When the step was due; earlier than `now` when the app was not running then. */
  dueAt: UtcMs;
}

/**
 * Takes a step, and with it those that follow at once: the next one when nobody was reached (a gap), and every one that
 * is due by `now` as well. Whoever is called is called as of `now`, however late the step is.
 *
 * It never goes on into the next round: that one begins a while after this one has ended. So a policy that reaches
 * nobody keeps its pace, and an app that was down for long doesn't use up every round at once.
 */
export function climb(policy: EscalationPolicy, start: ClimbStart, now: UtcMs, directory: OnCallDirectory): Climb {
  const taken: StepTaken[] = [];
  let { position, dueAt } = start;
  for (;;) {
    const step = policy.steps[position.step];
    const call = step ? callTo(step.targets, directory, now) : null;
    if (call) taken.push({ position, call });

    const next = nextStep(policy, position);
    if (!next) return { taken, next: null };
    if (next.position.cycle !== position.cycle) {
      return { taken, next: { position: next.position, dueAt: now + next.after } };
    }
    const nextDueAt = dueAt + next.after;
    const hasReached = call !== null && reachesSomebody(call);
    if (hasReached && nextDueAt > now) return { taken, next: { position: next.position, dueAt: nextDueAt } };
    position = next.position;
    dueAt = Math.min(nextDueAt, now);
  }
}
