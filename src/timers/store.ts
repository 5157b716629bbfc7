import type { UtcMs } from '../clock.ts';
import type { Timer } from './types.ts';

export interface TimerStore {
  /** Due at `now` or earlier, earliest first. */
  due(now: UtcMs, limit: number): Promise<Timer[]>;
  /** When the next timer is due; null when none is set. */
  nextDueAt(): Promise<UtcMs | null>;
  /** Removes a timer whose moment has passed without anything left to do. */
  discard(id: number): Promise<void>;
}
