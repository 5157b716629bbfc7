import { DateTime } from 'luxon';
import type { UtcMs } from '../lib/clock.ts';
import { parseDuration } from '../settings/duration.ts';
import { CommandError } from './report.ts';

/** `--at`: an ISO time, in the zone of this machine unless it says its own; now when left out. */
export function readTime(text: string | undefined, now: UtcMs): UtcMs {
  if (text === undefined) return now;
  const time = DateTime.fromISO(text.trim());
  if (time.isValid) return time.toMillis();
  throw new CommandError(
    `${JSON.stringify(text)} is not a time. Write 2026-01-05T09:00 (in the zone of this machine) or 2026-01-05T09:00+01:00.`,
  );
}

/** `--since`: a time, or how long ago. */
export function readSince(text: string, now: UtcMs): UtcMs {
  const ago = parseDuration(text.trim());
  return ago === null ? readTime(text, now) : now - ago;
}

/** "Mon 2026-01-05 09:00 Europe/Berlin"; in the zone of this machine when none is given. */
export function formatTime(at: UtcMs, zone?: string): string {
  const time = DateTime.fromMillis(at, zone === undefined ? {} : { zone });
  return `${time.toFormat('ccc yyyy-MM-dd HH:mm')} ${zone ?? time.toFormat('ZZ')}`;
}
