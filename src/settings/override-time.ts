import { MINUTE, type UtcMs } from '../lib/clock.ts';
import { formatLocalDateTime, parseLocalDateTime, wallReached, whenReached } from '../oncall/wallclock.ts';
import { offsetAt } from '../oncall/zone.ts';

const LOCAL = 'YYYY-MM-DDTHH:mm'.length;
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * When an override begins or ends: "2026-10-25T02:30" on a clock in the schedule's zone, or, where that is not exact
 * enough (clocks show an hour twice when they are put back), an instant: "2026-10-25T02:30+01:00".
 * Throws a RangeError for anything else.
 */
export function readOverrideTime(text: string, timezone: string): UtcMs {
  if (!WITH_OFFSET.test(text)) return whenReached(timezone, parseLocalDateTime(text));
  parseLocalDateTime(text.slice(0, LOCAL)); // Date.parse rolls 30 February over into March
  return Date.parse(text);
}

/** The inverse: the clock in the zone where it is exact, else an instant on it. */
export function writeOverrideTime(t: UtcMs, timezone: string): string {
  const local = formatLocalDateTime(wallReached(timezone, t));
  if (whenReached(timezone, parseLocalDateTime(local)) === t) return local;
  const offset = offsetAt(timezone, t);
  const isWhole = offset % MINUTE === 0;
  const shown = new Date(isWhole ? t + offset : t).toISOString().replace(/(?::00)?\.000Z$|Z$/, '');
  return shown + (isWhole ? formatOffset(offset) : 'Z');
}

function formatOffset(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
