import { IANAZone } from 'luxon';
import { DAY, MINUTE, type UtcMs } from '../lib/clock.ts';

/** A moment at which the clocks of a zone are put forward or back. Offsets are milliseconds ahead of UTC. */
export interface OffsetChange {
  /** The first instant of the new offset. */
  at: UtcMs;
  before: number;
  after: number;
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. Throws a RangeError for an unknown zone. */
export function offsetAt(timezone: string, t: UtcMs): number {
  const { at, before, after } = dayOf(timezone, t);
  return t < at ? before : after;
}

/**
 * The change of a zone's offset after `from`, up to and including `to`; null when there is none. The two lie at most
 * two days apart: since 1970 no zone has changed twice within five days.
 * Throws a RangeError for an unknown zone.
 */
export function offsetChange(timezone: string, from: UtcMs, to: UtcMs): OffsetChange | null {
  for (let t = from; t < to + DAY; t += DAY) {
    const change = dayOf(timezone, t);
    if (change.before !== change.after && change.at > from && change.at <= to) return change;
  }
  return null;
}

/**
 * Asking Intl for an offset takes longer than all the rest of finding out who is on call, so every UTC day of a zone
 * is looked at once. A day without a change has the same offset before and after.
 */
const zones = new Map<string, Map<number, OffsetChange>>();

function dayOf(timezone: string, t: UtcMs): OffsetChange {
  const days = zones.get(timezone) ?? new Map<number, OffsetChange>();
  zones.set(timezone, days);
  const start = Math.floor(t / DAY) * DAY;
  const day = days.get(start) ?? lookAt(zoneNamed(timezone), start, start + DAY);
  days.set(start, day);
  return day;
}

function lookAt(zone: IANAZone, from: UtcMs, to: UtcMs): OffsetChange {
  const before = readOffset(zone, from);
  const after = readOffset(zone, to);
  let last = from;
  let at = to;
  while (before !== after && at - last > 1) {
    const middle = Math.floor((last + at) / 2);
    if (readOffset(zone, middle) === before) last = middle;
    else at = middle;
  }
  return { at, before, after };
}

function readOffset(zone: IANAZone, t: UtcMs): number {
  return Math.round(zone.offset(t) * MINUTE);
}

function zoneNamed(timezone: string): IANAZone {
  const zone = IANAZone.create(timezone);
  if (!zone.isValid) throw new RangeError(`"${timezone}" is not a time zone such as Europe/Berlin`);
  return zone;
}
