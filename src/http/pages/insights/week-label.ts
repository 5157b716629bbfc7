import { DateTime } from 'luxon';
import type { UtcMs } from '../../../clock.ts';

/** A week by its Monday: "12 Jan". */
export function weekLabel(startsAt: UtcMs, zone: string): string {
  return DateTime.fromMillis(startsAt, { zone, locale: 'en-GB' }).toFormat('d LLL');
}
