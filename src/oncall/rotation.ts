import { DAY, HOUR } from '../lib/clock.ts';
import type { Rotation } from './types.ts';

const WEEK = 7 * DAY;
const UNITS: Record<string, number> = { h: HOUR, d: DAY, w: WEEK };

/**
 * How long one turn lasts, in milliseconds on the wall clock. Hand-offs follow each other by exactly that much wall
 * time since the layer's start, also where it does not divide a day: 09:00, 14:00, 19:00, 00:00, 05:00 … for "5h".
 * When the zone changes its offset during a turn, people serve an hour more or less; the hand-off stays where it was.
 * Throws a RangeError for what is not a rotation.
 */
export function turnLength(rotation: Rotation): number {
  if (rotation === 'daily') return DAY;
  if (rotation === 'weekly') return WEEK;
  const [, count, unit] = /^([1-9]\d{0,3})([hdw])$/.exec(rotation) ?? [];
  const length = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(length)) {
    throw new RangeError(`"${rotation}" is not a rotation: write daily, weekly, or a length such as 12h, 3d or 2w`);
  }
  return length;
}
