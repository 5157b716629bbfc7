import { DateTime } from 'luxon';
import type { UtcMs } from '../../lib/clock.ts';
import { since } from '../../words/time.ts';

/** When something happened, in the reader's zone. */
export interface TimeFrame {
  zone: string;
  now: UtcMs;
}

/** "20 Nov 2025, 23:45", to the second on a closer look. */
export function Moment({ at, zone }: { at: UtcMs; zone: string }) {
  const local = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
  return (
    <time datetime={new Date(at).toISOString()} title={local.toFormat('cccc, d LLLL y, HH:mm:ss ZZZZ')}>
      {local.toFormat('d LLL y, HH:mm')}
    </time>
  );
}

/** "5 min ago", with the exact time on a closer look. */
export function Ago({ at, frame }: { at: UtcMs; frame: TimeFrame }) {
  const local = DateTime.fromMillis(at, { zone: frame.zone, locale: 'en-GB' });
  return (
    <time datetime={new Date(at).toISOString()} title={local.toFormat('cccc, d LLLL y, HH:mm:ss ZZZZ')}>
      {since(at, frame.now)}
    </time>
  );
}

/** What a date-and-time field holds ("2026-01-05T09:00"), for an instant in the reader's zone. */
export function fieldValue(at: UtcMs, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** The instant that a date-and-time field means in the reader's zone; null for what is none. */
export function readFieldValue(value: string, zone: string): UtcMs | null {
  const local = DateTime.fromISO(value, { zone });
  return local.isValid ? local.toMillis() : null;
}
