import { MINUTE, type Stopwatch } from '../../lib/clock.ts';

/**
 * How often Slack lets a socket be opened. `apps.connections.open` is tier 1 ("1+ per minute", in bursts of about ten), and whoever
 * has used it up is deaf once the sockets that are left end.
 */
const BURST = 10;
const EVERY = MINUTE / 3;
/** Left alone by a socket that is only the second: the first one may be cut as often, one time right after the other. */
const RESERVE = 6;

/** Counts the openings of sockets, so that there is always one left for the moment in which none is open. */
export class Openings {
  private level = BURST;
  private at: number;

  constructor(private readonly stopwatch: Stopwatch) {
    this.at = stopwatch.elapsed();
  }

  /** One is used, whether there is one left or not: without any socket nobody can be heard, so Slack has the last word. */
  use(): void {
    this.refill();
    this.level = Math.max(0, this.level - 1);
  }

  /** One that was counted came to nothing, and not because of Slack's limit. */
  giveBack(): void {
    this.level = Math.min(BURST, this.level + 1);
  }

  /** Slack has said that there is none left. */
  exhausted(): void {
    this.refill();
    this.level = 0;
  }

  /** Milliseconds until there is one to spare besides the reserve; 0 for now. */
  untilOneToSpare(): number {
    this.refill();
    return Math.max(0, Math.ceil((RESERVE + 1 - this.level) * EVERY));
  }

  private refill(): void {
    const now = this.stopwatch.elapsed();
    this.level = Math.min(BURST, this.level + (now - this.at) / EVERY);
    this.at = now;
  }
}
