import { type Clock, MINUTE, SECOND, type UtcMs } from '../../lib/clock.ts';

/** Failures within a minute, after which an address, or everybody, has to wait for the next one. */
const OF_ADDRESS = 20;
const OF_ALL = 200;

/** Counts what did not work, minute by minute. What works is never counted, so an office behind one proxy is not shut out. */
export class FailedAttempts {
  private since: UtcMs;
  private readonly byAddress = new Map<string, number>();
  private total = 0;

  constructor(private readonly clock: Clock) {
    this.since = clock.now();
  }

  /** Seconds until the address may try again; null when it may now. */
  wait(address: string): number | null {
    this.turnMinute();
    if (this.total < OF_ALL && this.of(address) < OF_ADDRESS) return null;
    return Math.ceil((this.since + MINUTE - this.clock.now()) / SECOND);
  }

  count(address: string): void {
    this.turnMinute();
    this.total += 1;
    this.byAddress.set(address, this.of(address) + 1);
  }

  private of(address: string): number {
    return this.byAddress.get(address) ?? 0;
  }

  /** Also when the clock was set back: nobody waits longer than a minute. */
  private turnMinute(): void {
    const now = this.clock.now();
    if (now >= this.since && now < this.since + MINUTE) return;
    this.since = now;
    this.total = 0;
    this.byAddress.clear();
  }
}
