import type { UtcMs } from '../lib/clock.ts';
import type { WallClockSet } from './timekeeper.ts';

/** How the clock of the database goes: by it a process goes on where another one was. */
export interface ClockRecord {
  /** The start of the machine that `ahead` and `slept` are of; null where it does not tell. */
  boot: string | null;
  /** How many milliseconds the clock is ahead of what the machine has run. */
  ahead: number;
  /** For how long the machine had slept then. */
  slept: number;
  /** What the clock showed. */
  seenAt: UtcMs;
}

export interface ClockStore {
  last(): Promise<ClockRecord | null>;
  record(record: ClockRecord): Promise<void>;
  /**
   * The wall clock was set: moves along what counts a span of time, so that every span stays as long as it is, and has the
   * new time adopted in the same transaction (again when it is tried again). What is written after it is by the new time.
   */
  moveAlong(set: Pick<WallClockSet, 'by' | 'at' | 'adopt'>): Promise<void>;
}
