import { MINUTE, type UtcMs } from '../../../clock.ts';

/** Shorter, a turn would be over before anybody is called by it. */
export const SHORTEST_SPAN = MINUTE;

/** From this minute on, for as long at least: people and opsknight.yml speak of minutes. */
export function wholeMinutes(now: UtcMs, length: number): { from: UtcMs; to: UtcMs } {
  return { from: Math.floor(now / MINUTE) * MINUTE, to: Math.ceil((now + length) / MINUTE) * MINUTE };
}
