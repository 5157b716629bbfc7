import type { UtcMs } from '../lib/clock.ts';
import { nextChange, onCallAt } from './schedule.ts';
import type { IsActive, OnCall, Schedule, Shift, ShiftSource } from './types.ts';

/**
 * The shifts between two instants, gaps included, cut off at both ends: each begins where the one before ends.
 * A shift lasts as long as `onCallAt` keeps giving the same answer: same person, same turn, same source.
 * Costs one step per hand-off or restriction edge. Errors as `onCallAt`.
 */
export function shiftsBetween(schedule: Schedule, from: UtcMs, to: UtcMs, isActive: IsActive): Shift[] {
  const shifts: Shift[] = [];
  for (let start = from, end: UtcMs; start < to; start = end) {
    end = Math.min(nextChange(schedule, start), to);
    const onCall = onCallAt(schedule, start, isActive);
    const previous = shifts.at(-1);
    if (previous && isSame(previous, onCall)) previous.to = end;
    else shifts.push({ ...onCall, from: start, to: end });
  }
  return shifts;
}

function isSame(a: OnCall, b: OnCall): boolean {
  if (a.userId === null || b.userId === null) return a.userId === b.userId;
  return a.userId === b.userId && a.turnOf === b.turnOf && isSameSource(a.source, b.source);
}

function isSameSource(a: ShiftSource, b: ShiftSource): boolean {
  return a.kind === 'layer'
    ? b.kind === 'layer' && a.index === b.index
    : b.kind === 'override' && a.override === b.override;
}
