import type { UtcMs } from '../lib/clock.ts';
import { shiftsBetween } from './shifts.ts';
import type { IsActive, Schedule, UserId } from './types.ts';

/** Time during which the same person, or nobody, is on call, however many shifts and overrides that is made of. */
export interface WholeShift {
  userId: UserId | null;
  from: UtcMs;
  /** Null when it lasts longer than was looked ahead. */
  to: UtcMs | null;
}

/** The shifts from `from` on, the first one cut off there. Errors as `onCallAt`. */
export function wholeShifts(schedule: Schedule, from: UtcMs, lookAhead: number, isActive: IsActive): WholeShift[] {
  const end = from + lookAhead;
  const merged: WholeShift[] = [];
  for (const shift of shiftsBetween(schedule, from, end, isActive)) {
    const last = merged.at(-1);
    const to = shift.to === end ? null : shift.to;
    if (last?.userId === shift.userId) last.to = to;
    else merged.push({ userId: shift.userId, from: shift.from, to });
  }
  return merged;
}
