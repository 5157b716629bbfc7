import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import { TIMER_KINDS, type TimerKind } from './timers.ts';
import { type Incident, isOver } from './types.ts';

/** What the clock still has to do once an incident is over: nothing, but for its channel and its tasks. */
export function timersAfterTheEnd(context: DecisionContext): TimerChange {
  const { set } = isOpen(context) ? archiving(context) : NO_TIMERS;
  const kept = new Set<TimerKind>([...set.map(({ kind }) => kind), 'task_due']);
  return { set, cancel: TIMER_KINDS.filter((kind) => !kept.has(kind)) };
}

/** It is there, and could be archived. */
export function isOpen({ ownChannel }: Pick<DecisionContext, 'ownChannel'>): boolean {
  return ownChannel === 'there' || ownChannel === 'hidden';
}

/** One that goes on keeps its channel. */
export function channelTimers(before: Incident, after: Incident): TimerChange {
  const goesOn = isOver(before.state) && !isOver(after.state);
  return goesOn ? { set: [], cancel: ['archive_channel'] } : NO_TIMERS;
}

/** Apps can't bring back what is archived. */
export function lacksItsChannel(before: Incident, after: Incident, { ownChannel }: DecisionContext): boolean {
  return ownChannel === 'closed' && isOver(before.state) && !isOver(after.state);
}

export function archiving(
  { now, archiveAfter }: Pick<DecisionContext, 'now' | 'archiveAfter'>,
  atLeast = 0,
): TimerChange {
  if (archiveAfter === null) return NO_TIMERS;
  return { set: [{ kind: 'archive_channel', dueAt: now + Math.max(atLeast, archiveAfter) }], cancel: [] };
}
