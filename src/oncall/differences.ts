import type { UtcMs } from '../lib/clock.ts';
import { nextChange, onCallAt } from './schedule.ts';
import type { Interval, IsActive, Schedule, UserId } from './types.ts';

/** Time in which somebody else is on call by one version of a schedule than by another; null for nobody. */
export interface Difference extends Interval {
  was: UserId | null;
  is: UserId | null;
}

/** More changes of who is on call than this are not looked through. */
const MOST_CHANGES = 5_000;

/** Where two versions of a schedule differ within a time, in order; cut off at both ends. Errors as `onCallAt`. */
export function differencesBetween(
  before: Schedule,
  after: Schedule,
  { from, to }: Interval,
  isActive: IsActive,
): Difference[] {
  const found: Difference[] = [];
  let looked = 0;
  for (let t = from, end: UtcMs; t < to && looked < MOST_CHANGES; t = end, looked++) {
    end = Math.min(nextChange(before, t), nextChange(after, t), to);
    const was = onCallAt(before, t, isActive).userId;
    const is = onCallAt(after, t, isActive).userId;
    if (was === is) continue;
    const last = found.at(-1);
    if (last && last.to === t && last.was === was && last.is === is) last.to = end;
    else found.push({ from: t, to: end, was, is });
  }
  return found;
}
