import { DAY, type UtcMs } from '../lib/clock.ts';
import { type RosterTime, WEEKDAYS } from './types.ts';
import { parseTimeOfDay, wallReached, whenReached } from './wallclock.ts';

const WEEK = 7 * DAY;
/** The first of January 1970, from which wall times count, was a Thursday. */
const FIRST_WEEKDAY = WEEKDAYS.indexOf('thu');

/** "mon 09:00". Throws a RangeError for anything else. */
export function parseRosterTime(text: string): RosterTime {
  const [, day = '', at = ''] = /^([a-z]{3}) (\d\d:\d\d)$/.exec(text.trim().toLowerCase()) ?? [];
  const weekday = WEEKDAYS.find((one) => one === day);
  if (!weekday) throw new RangeError(`"${text}" is not a day and a time such as "mon 09:00"`);
  parseTimeOfDay(at);
  return { weekday, at };
}

/** When the roster of the week was due, at the latest at `now`; once a week at the same wall-clock time, also through DST. */
export function rosterBefore({ weekday, at }: RosterTime, timezone: string, now: UtcMs): UtcMs {
  const sinceThursday = (WEEKDAYS.indexOf(weekday) - FIRST_WEEKDAY + 7) % 7;
  const inWeek = sinceThursday * DAY + parseTimeOfDay(at);
  const weeks = Math.floor((wallReached(timezone, now) - inWeek) / WEEK);
  return whenReached(timezone, weeks * WEEK + inWeek);
}

/** When the next one is due after `now`. */
export function rosterAfter(time: RosterTime, timezone: string, now: UtcMs): UtcMs {
  const before = rosterBefore(time, timezone, now);
  const next = rosterBefore(time, timezone, before + WEEK + DAY);
  return next > now ? next : before + WEEK;
}
