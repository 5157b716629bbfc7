import { DAY } from '../lib/clock.ts';
import { turnLength } from './rotation.ts';
import type { Rotation, Weekday } from './types.ts';
import { WEEKDAYS } from './types.ts';
import { formatLocalDateTime, parseLocalDateTime, parseTimeOfDay, type WallTime } from './wallclock.ts';

/*
 * All hand-offs of a layer are counted from its start, so they are moved by moving that.
 */

interface Turns<User> {
  start: string;
  rotation: Rotation;
  users: readonly User[];
}

/** Whose turn it is, whether or not they can be on call; null before the start. Throws a RangeError as `onCallAt`. */
export function turnOf<User>({ start, rotation, users }: Turns<User>, wall: WallTime): User | null {
  const turn = turnNumber({ start, rotation }, wall);
  return turn < 0 ? null : (users[turn % users.length] ?? null);
}

/**
 * The start with which the turn at `wall` is that of `user`, and the others follow in their order: as many whole turns earlier as
 * it takes. As it was for somebody who is none of them.
 */
export function startForTurnOf<User>(layer: Turns<User>, wall: WallTime, user: User): string {
  const { start, rotation, users } = layer;
  const turn = turnNumber(layer, wall);
  const least = Math.max(0, -turn);
  const earlier = users.map((_, index) => least + index).find((shift) => users[(turn + shift) % users.length] === user);
  return earlier === undefined
    ? start
    : formatLocalDateTime(parseLocalDateTime(start) - earlier * turnLength(rotation));
}

/** The start at another time of day, on the same day or on the next one that is such a weekday. */
export function startAt(start: string, { time, weekday }: { time: string; weekday: Weekday | null }): string {
  const midnight = Math.floor(parseLocalDateTime(start) / DAY) * DAY;
  const days = weekday === null ? 0 : (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekdayOf(start)) + 7) % 7;
  return formatLocalDateTime(midnight + days * DAY + parseTimeOfDay(time));
}

export function weekdayOf(start: string): Weekday {
  return WEEKDAYS[new Date(parseLocalDateTime(start)).getUTCDay()] ?? 'mon';
}

/** "09:00" */
export function timeOf(start: string): string {
  return formatLocalDateTime(parseLocalDateTime(start)).slice('2026-01-05T'.length);
}

function turnNumber({ start, rotation }: Pick<Turns<unknown>, 'start' | 'rotation'>, wall: WallTime): number {
  return Math.floor((wall - parseLocalDateTime(start)) / turnLength(rotation));
}
