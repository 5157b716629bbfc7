import { isSamePerson, type PersonActor } from '../people/actor.ts';
import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import type { Incident } from './types.ts';

/** Who is to be asked whether they are still on it: the owner of an acknowledged HIGH incident; null for any other. */
export function ownerToAsk({ state, urgency }: Incident): PersonActor | null {
  return state.status === 'ACKNOWLEDGED' && urgency === 'HIGH' && state.by.kind === 'person' ? state.by : null;
}

/** Everything that a person does is activity, and puts the question off; what a monitor or the clock does is not. */
export function reminderTimers(
  before: Incident,
  after: Incident,
  { actor, now, reminder }: DecisionContext,
): TimerChange {
  const wasAsked = ownerToAsk(before) !== null;
  const owner = ownerToAsk(after);
  if (owner === null) return wasAsked ? { set: [], cancel: ['remind', 'take_back'] } : NO_TIMERS;
  const isActivity = actor.kind === 'person' || !isSamePerson(ownerToAsk(before), owner);
  if (reminder === null || !isActivity) return NO_TIMERS;
  return { set: [{ kind: 'remind', dueAt: now + reminder }], cancel: ['take_back'] };
}
