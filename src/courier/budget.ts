import type { Clock, UtcMs } from '../clock.ts';
import { MINUTE, SECOND } from '../clock.ts';
import { PRIORITY, type Priority } from '../routing/announcement.ts';

interface Allowance {
  /** Calls that may follow each other at once. */
  burst: number;
  /** Milliseconds until one more call is allowed. */
  every: number;
}

/**
 * Slack's tiers are calls per minute and method (https://docs.slack.dev/apis/web-api/rate-limits). The burst and the
 * refill of one minute add up to the tier, so that no minute, wherever it begins, holds more.
 */
function perMinute(calls: number): Allowance {
  const burst = Math.max(1, Math.floor(calls / 5));
  return { burst, every: MINUTE / Math.max(1, calls - burst) };
}

const TIER_3 = perMinute(50);

/** The calls the courier makes, and what Slack allows of each in one workspace. */
const METHOD_ALLOWANCES = {
  // "several hundred messages per minute" in a workspace, over all channels
  'chat.postMessage': perMinute(240),
  'chat.update': TIER_3,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.join': TIER_3,
} as const satisfies Record<string, Allowance>;

export type BudgetedMethod = keyof typeof METHOD_ALLOWANCES;

/** One message per second and channel. */
const CHANNEL_ALLOWANCE: Allowance = { burst: 1, every: SECOND };

/** Calls of a method's burst that only an answer to a person may use. */
const RESERVED_FOR_PEOPLE = 3;

/** A token bucket that counts in "when would the bucket be full": no timers, no drift. */
class Bucket {
  private fullAt: UtcMs;

  constructor(
    private readonly allowance: Allowance,
    now: UtcMs,
  ) {
    this.fullAt = now;
  }

  /** When `reserve` + 1 tokens are there. */
  availableAt(reserve: number): UtcMs {
    const { burst, every } = this.allowance;
    return this.fullAt - (burst - Math.min(reserve, burst - 1) - 1) * every;
  }

  take(now: UtcMs): void {
    this.fullAt = Math.max(this.fullAt, now) + this.allowance.every;
  }

  /** Slack says to wait, whatever we had counted. */
  emptyUntil(at: UtcMs): void {
    this.fullAt = Math.max(this.fullAt, at + (this.allowance.burst - 1) * this.allowance.every);
  }
}

export interface Spending {
  connectionId: number;
  method: BudgetedMethod;
  /** For posting: the channel it goes to. */
  channelId: string | null;
  priority: Priority;
}

/** Slack's limits as a budget: asked before every call, so that no 429 comes that could have been foreseen. */
export class Budget {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {}

  /** Takes a call out of the budget and returns 0; or returns the milliseconds until it may be asked for again. */
  spend(spending: Spending): number {
    const now = this.clock.now();
    const reserve = spending.priority === PRIORITY.human ? 0 : RESERVED_FOR_PEOPLE;
    const method = this.methodBucket(spending);
    const channel = this.channelBucket(spending);
    const wait = Math.max(method.availableAt(reserve), channel?.availableAt(0) ?? 0) - now;
    if (wait > 0) return wait;
    method.take(now);
    channel?.take(now);
    return 0;
  }

  /** Slack has answered 429. */
  exhausted(spending: Spending, retryAfter: number): void {
    const until = this.clock.now() + retryAfter;
    this.methodBucket(spending).emptyUntil(until);
    this.channelBucket(spending)?.emptyUntil(until);
  }

  private methodBucket({ connectionId, method }: Spending): Bucket {
    return this.bucket(`${connectionId} ${method}`, METHOD_ALLOWANCES[method]);
  }

  private channelBucket({ connectionId, method, channelId }: Spending): Bucket | null {
    if (method !== 'chat.postMessage' || channelId === null) return null;
    return this.bucket(`${connectionId} ${method} ${channelId}`, CHANNEL_ALLOWANCE);
  }

  private bucket(key: string, allowance: Allowance): Bucket {
    let bucket = this.buckets.get(key);
    if (!bucket) {
      bucket = new Bucket(allowance, this.clock.now());
      this.buckets.set(key, bucket);
    }
    return bucket;
  }
}
