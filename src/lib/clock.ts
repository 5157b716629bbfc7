/** An instant: milliseconds since the epoch, UTC. Zones exist only where people read or schedule. */
export type UtcMs = number;

/** The one source of time, injected at the root so that tests can own it. */
export interface Clock {
  now(): UtcMs;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Measures waiting: milliseconds since some moment, which go on evenly however the wall clock is set. */
export interface Stopwatch {
  elapsed(): number;
}

export const systemStopwatch: Stopwatch = { elapsed: () => performance.now() };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Whether what was read at `at` is to be believed, for `span` milliseconds. Not what is of the future: the clock was set back. */
export function isFresh(at: UtcMs, now: UtcMs, span: number): boolean {
  return at <= now && now - at < span;
}
