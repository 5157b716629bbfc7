import { MINUTE, type UtcMs } from '../../../clock.ts';

/** A minute is as exact as opsknight.yml can say it. */
export function wholeMinutes(from: UtcMs, length: number): { from: UtcMs; to: UtcMs } {
  const begin = Math.floor(from / MINUTE) * MINUTE;
  return { from: begin, to: begin + length };
}
