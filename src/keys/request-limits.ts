import { MINUTE, type Stopwatch } from '../lib/clock.ts';
import { TokenBucket } from '../lib/token-bucket.ts';
import type { ApiKey } from './store.ts';

/** Counts what is asked for with each key, as far as it has a limit: a minute's worth at once, then evenly. */
export class RequestLimits {
  private readonly buckets = new Map<number, TokenBucket>();

  constructor(private readonly stopwatch: Stopwatch) {}

  /** Counts a request and returns 0; or, when there were too many, the milliseconds until another one is allowed. */
  take({ id, limit }: Pick<ApiKey, 'id' | 'limit'>): number {
    if (limit === null) return 0;
    const now = this.stopwatch.elapsed();
    const bucket = this.bucketOf(id, limit, now);
    const wait = bucket.availableAt(0) - now;
    if (wait > 0) return wait;
    bucket.take(now);
    return 0;
  }

  private bucketOf(id: number, limit: number, now: number): TokenBucket {
    const known = this.buckets.get(id);
    if (known?.allowance.burst === limit) return known;
    const fresh = new TokenBucket({ burst: limit, every: MINUTE / limit }, now);
    this.buckets.set(id, fresh);
    return fresh;
  }
}
