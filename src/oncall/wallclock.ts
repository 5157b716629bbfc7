import { DAY, HOUR, MINUTE, type UtcMs } from '../lib/clock.ts';
import { offsetAt, offsetChange } from './zone.ts';

/**
 * What a clock on the wall shows, in milliseconds: the instant at which a clock in Greenwich would show the same.
 * Days, hand-offs and windows are plain arithmetic here; zones only come in when going to and from instants.
 *
 * That wall clock is never put back. When a zone repeats an hour, the clock waits just short of the end of that hour
 * until it has passed for the second time; when a zone skips an hour, it jumps. So it only ever moves forward, and the
 * two functions below agree exactly, for every zone, wall time and instant (in whole milliseconds):
 *
 *     wallReached(zone, t) >= wall   if and only if   t >= whenReached(zone, wall)
 *
 * Hence a wall-clock time that does not exist counts from the first instant after the hole, one that exists twice
 * from the first, and hand-offs never swap order.
 */
export type WallTime = number;

/** The latest wall time that has been reached at `t`. Throws a RangeError for an unknown zone. */
export function wallReached(timezone: string, t: UtcMs): WallTime {
  const wall = t + offsetAt(timezone, t);
  const change = offsetChange(timezone, t - DAY, t);
  return change ? Math.max(wall, change.at + change.before - 1) : wall;
}

/** The first instant at which `wall` has been reached. Throws a RangeError for an unknown zone. */
export function whenReached(timezone: string, wall: WallTime): UtcMs {
  const change = offsetChange(timezone, wall - DAY, wall + DAY);
  if (!change) return wall - offsetAt(timezone, wall);
  const beforeChange = wall - change.before;
  return beforeChange < change.at ? beforeChange : Math.max(change.at, wall - change.after);
}

/** "2026-01-05T09:00" → wall time. Throws a RangeError for anything else, and for days that no calendar has. */
export function parseLocalDateTime(text: string): WallTime {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}:00Z`) : Number.NaN;
  // Date.parse rolls 30 February over into March.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, text.length) !== text) {
    throw new RangeError(`"${text}" is not a date and time such as 2026-01-05T09:00`);
  }
  return wall;
}

/** The inverse of `parseLocalDateTime`, to the minute. */
export function formatLocalDateTime(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 'YYYY-MM-DDTHH:mm'.length);
}

/** "18:30" → milliseconds since midnight on the wall clock. Throws a RangeError for anything else. */
export function parseTimeOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a time of day between 00:00 and 23:59`);
  return Number(match[1]) * HOUR + Number(match[2]) * MINUTE;
}
