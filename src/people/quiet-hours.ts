import { DateTime } from 'luxon';
import type { UtcMs } from '../lib/clock.ts';
import type { QuietHours } from './contact.ts';

/** The end of the quiet hours that a moment lies in; the moment itself when it lies in none. */
export function afterQuietHours(at: UtcMs, { from, to, timezone }: QuietHours): UtcMs {
  const local = DateTime.fromMillis(at, { zone: timezone });
  const time = local.toFormat('HH:mm');
  const isOverNight = from > to;
  const isQuiet = isOverNight ? time >= from || time < to : time >= from && time < to;
  if (!isQuiet) return at;
  const [hour = 0, minute = 0] = to.split(':').map(Number);
  const day = isOverNight && time >= from ? local.plus({ days: 1 }) : local;
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
