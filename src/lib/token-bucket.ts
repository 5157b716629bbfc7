/** How often something may be done. */
export interface Allowance {
  /** At once. */
  burst: number;
  /** One more after this many milliseconds. */
  every: number;
}

/**
 * A token bucket that counts in "when would the bucket be full": no timers, no drift. Its times are a stopwatch's: setting
 * the clock neither stops it nor fills it.
 */
export class TokenBucket {
  /** @param fullAt when it would be full; now, for one that is */
  constructor(
    readonly allowance: Allowance,
    private fullAt: number,
  ) {}

  /** When `reserve` + 1 tokens are there. */
  availableAt(reserve: number): number {
    const { burst, every } = this.allowance;
    return this.fullAt - (burst - Math.min(reserve, burst - 1) - 1) * every;
  }

  take(now: number): void {
    this.fullAt = Math.max(this.fullAt, now) + this.allowance.every;
  }

  giveBack(): void {
    this.fullAt -= this.allowance.every;
  }

  /** Whoever counts says to wait, whatever was counted here. */
  emptyUntil(at: number): void {
    this.fullAt = Math.max(this.fullAt, at + (this.allowance.burst - 1) * this.allowance.every);
  }

  /** From 0 (all there) to 1 (nothing left), more when it is overdrawn. */
  used(now: number): number {
    const { burst, every } = this.allowance;
    return Math.max(0, this.fullAt - now) / (burst * every);
  }
}
