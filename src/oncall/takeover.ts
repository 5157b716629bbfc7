import type { UtcMs } from '../lib/clock.ts';
import { nextChange, onCallAt } from './schedule.ts';
import type { Interval, IsActive, Override, Schedule, UserId } from './types.ts';
import { wholeShifts } from './whole-shifts.ts';

/** More changes of who is on call than this are not looked through: what comes after them counts as the last of them. */
const MOST_CHANGES = 5_000;

/** From when until when somebody is on call within a time, first to last; null when they aren't. */
export function onCallWithin(
  userId: UserId,
  schedule: Schedule,
  { from, to }: Interval,
  isActive: IsActive,
): Interval | null {
  const theirs = wholeShifts(schedule, from, to - from, isActive).filter((shift) => shift.userId === userId);
  const [first] = theirs;
  const last = theirs.at(-1);
  return first && last ? { from: first.from, to: last.to ?? to } : null;
}

/**
 * From when until when, first to last, somebody else is on call by an override than without it; null when it would change
 * nothing. What is before `now` is over.
 */
export function effectOf(override: Override, schedule: Schedule, now: UtcMs, isActive: IsActive): Interval | null {
  const changed = { ...schedule, overrides: [...schedule.overrides, override] };
  const begins: UtcMs[] = [];
  let last = now;
  let looked = 0;
  for (let t = Math.max(override.from, now), end: UtcMs; t < override.to; t = end) {
    const isLast = ++looked === MOST_CHANGES;
    end = isLast ? override.to : Math.min(nextChange(changed, t), override.to);
    if (onCallAt(changed, t, isActive).userId === onCallAt(schedule, t, isActive).userId) continue;
    begins.push(t);
    last = end;
  }
  const [from] = begins;
  return from === undefined ? null : { from, to: last };
}
