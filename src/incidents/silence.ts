import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import { isOfHeartbeat } from './heartbeat-key.ts';
import { isOver, type NewIncident } from './types.ts';

/**
 * When a monitor's incident counts as over because its alert has not come again: each alert, and each reopening, puts it off. That a
 * heartbeat is missing is said once, and over when it beats.
 */
export function silenceTimers(
  before: NewIncident | null,
  after: NewIncident,
  { silence, now }: Pick<DecisionContext, 'silence' | 'now'>,
): TimerChange {
  if (silence === null || after.openedBy.kind !== 'monitor' || isOver(after.state)) return NO_TIMERS;
  if (isOfHeartbeat(after)) return NO_TIMERS;
  const isHeard = before === null || before.alertCount !== after.alertCount || isOver(before.state);
  return isHeard ? { set: [{ kind: 'silent', dueAt: now + silence }], cancel: [] } : NO_TIMERS;
}
