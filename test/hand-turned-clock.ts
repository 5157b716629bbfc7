import type { Clock, Stopwatch, UtcMs } from '../src/lib/clock.ts';

/** A clock, and a stopwatch, that go on when the test says so. */
export class HandTurnedClock implements Clock, Stopwatch {
  constructor(
    /** The time of day; to set it also backwards. */
    public time: UtcMs = 0,
  ) {}

  private passed = 0;

  now(): UtcMs {
    return this.time;
  }

  elapsed(): number {
    return this.passed;
  }

  /** Time passes. */
  turn(milliseconds: number): void {
    this.time += milliseconds;
    this.passed += milliseconds;
  }
}
