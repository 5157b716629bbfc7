import { DAY } from '../lib/clock.ts';
import { type Restriction, WEEKDAYS } from './types.ts';
import { parseTimeOfDay, type WallTime } from './wallclock.ts';

/** Whether any of the restrictions allows this wall time; having none allows every one. */
export function isAllowed(restrictions: readonly Restriction[], wall: WallTime): boolean {
  return restrictions.length === 0 || restrictions.some((restriction) => isWithin(restriction, wall));
}

/** The next wall time at which `isAllowed` may change; Infinity without restrictions. */
export function nextRestrictionEdge(restrictions: readonly Restriction[], wall: WallTime): WallTime {
  const edges = restrictions.map(hours).flatMap(({ opens, closes }) => [opens, closes]);
  return Math.min(...edges.map((edge) => nextTimeOfDay(edge % DAY, wall)));
}

function isWithin(restriction: Restriction, wall: WallTime): boolean {
  const { opens, closes } = hours(restriction);
  const today = startOfDay(wall);
  return [today - DAY, today].some(
    (day) => isOnWeekday(restriction, day) && wall >= day + opens && wall < day + closes,
  );
}

/** The daily window, in milliseconds since the midnight before it opens. */
function hours({ from, to }: Restriction): { opens: number; closes: number } {
  const opens = parseTimeOfDay(from);
  const closes = parseTimeOfDay(to);
  if (opens === closes) return { opens: 0, closes: DAY };
  return { opens, closes: closes > opens ? closes : closes + DAY };
}

function isOnWeekday({ weekdays }: Restriction, day: WallTime): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekdays === null || weekdays.some((name) => WEEKDAYS.indexOf(name) === weekday);
}

function nextTimeOfDay(timeOfDay: number, wall: WallTime): WallTime {
  const today = startOfDay(wall) + timeOfDay;
  return today > wall ? today : today + DAY;
}

function startOfDay(wall: WallTime): WallTime {
  return Math.floor(wall / DAY) * DAY;
}
