import { setTimeout as sleep } from 'node:timers/promises';
import type { Stopwatch } from '../../lib/clock.ts';
import { type Allowance, TokenBucket } from '../../lib/token-bucket.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import { allowanceInChannel, allowanceOf } from './tiers.ts';

/** Calls of a method's burst that only an answer to a person may use. */
const RESERVED_FOR_PEOPLE = 3;

export interface Spending {
  connectionId: number;
  /** `chat.postMessage` */
  method: string;
  /** For posting: the channel it goes to. */
  channelId: string | null;
}

/**
 * Slack's limits as a budget, per workspace: every call of the app comes by here before it is made, so that no 429 comes
 * that could have been foreseen.
 */
export class Budget {
  private readonly methods = new Map<string, TokenBucket>();
  private readonly channels = new Map<string, TokenBucket>();

  constructor(private readonly stopwatch: Stopwatch) {}

  /** Takes a call out of the budget and returns 0; or returns the milliseconds until it may be asked for again. */
  spend(spending: Spending, priority: Priority): number {
    const now = this.stopwatch.elapsed();
    const reserve = priority === PRIORITY.human ? 0 : RESERVED_FOR_PEOPLE;
    const method = this.methodBucket(spending);
    const channel = this.channelBucket(spending);
    const wait = Math.max(method.availableAt(reserve), channel?.availableAt(0) ?? 0) - now;
    if (wait > 0) return wait;
    method.take(now);
    channel?.take(now);
    return 0;
  }

  /** A call that was paid for is not made. */
  refund(spending: Spending): void {
    this.methodBucket(spending).giveBack();
    this.channelBucket(spending)?.giveBack();
  }

  /** Waits until a call of low urgency is in the budget. Rejects when `stopping` is aborted meanwhile. */
  async admit(spending: Spending, stopping: AbortSignal): Promise<void> {
    for (;;) {
      const wait = this.spend(spending, PRIORITY.rest);
      if (wait <= 0) return;
      await sleep(wait, undefined, { signal: stopping });
    }
  }

  /** A call that answers a person is made whatever was spent; the others make up for it. */
  overdraw(spending: Spending): void {
    const now = this.stopwatch.elapsed();
    this.methodBucket(spending).take(now);
    this.channelBucket(spending)?.take(now);
  }

  /** Slack has answered 429. */
  exhausted(spending: Spending, retryAfter: number): void {
    const until = this.stopwatch.elapsed() + retryAfter;
    this.methodBucket(spending).emptyUntil(until);
    this.channelBucket(spending)?.emptyUntil(until);
  }

  /** How much of each method's budget is used up, the most strained connection counting. */
  used(): Map<string, number> {
    const now = this.stopwatch.elapsed();
    const used = new Map<string, number>();
    for (const [key, bucket] of this.methods) {
      const method = key.slice(key.indexOf(' ') + 1);
      used.set(method, Math.max(used.get(method) ?? 0, bucket.used(now)));
    }
    return used;
  }

  /** Forgets channels whose bucket is full: a new one would be the same. */
  tidy(): void {
    const now = this.stopwatch.elapsed();
    for (const [key, bucket] of this.channels) if (bucket.used(now) === 0) this.channels.delete(key);
  }

  private methodBucket({ connectionId, method }: Spending): TokenBucket {
    return this.bucket(this.methods, `${connectionId} ${method}`, allowanceOf(method));
  }

  private channelBucket({ connectionId, method, channelId }: Spending): TokenBucket | null {
    const allowance = channelId === null ? null : allowanceInChannel(method);
    return allowance && this.bucket(this.channels, `${connectionId} ${channelId}`, allowance);
  }

  private bucket(buckets: Map<string, TokenBucket>, key: string, allowance: Allowance): TokenBucket {
    let bucket = buckets.get(key);
    if (!bucket) {
      // What was spent before a restart is not known, so a bucket begins with little: enough for people, and one call.
      // However often the process is restarted, it adds no more than that to what Slack allows.
      const missing = Math.max(0, allowance.burst - RESERVED_FOR_PEOPLE - 1);
      bucket = new TokenBucket(allowance, this.stopwatch.elapsed() + missing * allowance.every);
      buckets.set(key, bucket);
    }
    return bucket;
  }
}
