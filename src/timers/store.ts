import type { UtcMs } from '../lib/clock.ts';

/** Something that is due at a time; what it is for, only whoever fires it knows. */
export interface DueTimer {
  id: number;
  dueAt: UtcMs;
}

export interface TimerStore<Timer extends DueTimer> {
  /** Due at `now` or earlier, earliest first. */
  due(now: UtcMs, limit: number): Promise<Timer[]>;
  /** When the first timer after `after` is due; null when none is. */
  nextDueAt(after: UtcMs): Promise<UtcMs | null>;
  /** Removes a timer whose moment has passed without anything left to do, unless it was set to another time meanwhile. */
  discard(timer: Timer): Promise<void>;
}
