import { DAY, type UtcMs } from '../lib/clock.ts';
import type { OnCallDirectory } from './call.ts';
import { isActiveIn } from './targets.ts';
import type { Schedule, UserId } from './types.ts';
import { type WholeShift, wholeShifts } from './whole-shifts.ts';

/** How far ahead people want to see, and no schedule costs too much to look through. */
const LOOK_AHEAD = 35 * DAY;

export interface NamedShift extends Pick<WholeShift, 'from' | 'to'> {
  /** As people know them; null for nobody. */
  name: string | null;
}

/** A schedule as people read it: who is on call now, and who comes then. */
export interface ScheduleOverview {
  schedule: string;
  /** The first one is now. */
  shifts: NamedShift[];
}

export interface MyShift extends Pick<WholeShift, 'from' | 'to'> {
  schedule: string;
}

/** @param most as many shifts are wanted: to look no further costs little, however short the turns are */
export function overview(
  schedule: Schedule,
  directory: OnCallDirectory,
  now: UtcMs,
  most = Number.POSITIVE_INFINITY,
): ScheduleOverview {
  const names = new Map(directory.users.map(({ id, name }) => [id, name]));
  return {
    schedule: schedule.name,
    shifts: next(most, schedule, directory, now).map(({ userId, from, to }) => ({
      name: userId === null ? null : (names.get(userId) ?? `user ${userId}`),
      from,
      to,
    })),
  };
}

/** When somebody is on call, over all schedules, the soonest first. */
export function shiftsOf(userId: UserId, directory: OnCallDirectory, now: UtcMs): MyShift[] {
  return directory.schedules
    .flatMap((schedule) =>
      ahead(schedule, directory, now)
        .filter((shift) => shift.userId === userId)
        .map(({ from, to }) => ({ schedule: schedule.name, from, to })),
    )
    .sort((a, b) => a.from - b.from);
}

/** Until when the person who is on call now stays so; null when that is far off. */
export function onCallUntil(schedule: Schedule, directory: OnCallDirectory, now: UtcMs): UtcMs | null {
  return ahead(schedule, directory, now)[0]?.to ?? null;
}

function next(most: number, schedule: Schedule, directory: OnCallDirectory, now: UtcMs): WholeShift[] {
  for (let span = DAY; Number.isFinite(most) && span < LOOK_AHEAD; span *= 2) {
    const shifts = wholeShifts(schedule, now, span, isActiveIn(directory));
    // The last one is cut off.
    if (shifts.length > most) return shifts.slice(0, most);
  }
  return ahead(schedule, directory, now).slice(0, most);
}

function ahead(schedule: Schedule, directory: OnCallDirectory, now: UtcMs): WholeShift[] {
  return wholeShifts(schedule, now, LOOK_AHEAD, isActiveIn(directory));
}
