import type { Tier } from './method.ts';

/** A token bucket: `perMinute` on average, `burst` at once. */
class Bucket {
  #level: number;
  #at = Date.now();

  constructor(
    private readonly perMinute: number,
    private readonly burst: number,
  ) {
    this.#level = burst;
  }

  /** Takes one, or says in how many seconds there is one. */
  take(): number | undefined {
    const now = Date.now();
    this.#level = Math.min(this.burst, this.#level + ((now - this.#at) / 60_000) * this.perMinute);
    this.#at = now;
    if (this.#level < 1) return Math.max(1, Math.ceil(((1 - this.#level) * 60) / this.perMinute));
    this.#level--;
    return undefined;
  }
}

/**
 * https://docs.slack.dev/apis/web-api/rate-limits. Slack allows "sporadic bursts" and does not say how large: here a
 * minute's worth, and four for tier 1.
 */
const LIMITS: Record<Tier, { perMinute: number; burst: number }> = {
  1: { perMinute: 1, burst: 4 },
  2: { perMinute: 20, burst: 20 },
  3: { perMinute: 50, burst: 50 },
  4: { perMinute: 100, burst: 100 },
  /** Of tier 1 as well, but two sockets are cut now and then: a burst of about ten, then a few per minute. */
  opening: { perMinute: 3, burst: 10 },
  posting: { perMinute: 60, burst: 3 },
  special: { perMinute: 600, burst: 100 },
};

/** "Several hundred messages per minute" over all channels of a workspace. */
const WORKSPACE_POSTING = { perMinute: 300, burst: 60 };

/** Counts calls against Slack's limits, per method and workspace; posting per channel too. */
export class RateLimits {
  enforced: boolean;
  readonly #buckets = new Map<string, Bucket>();

  constructor(enforced: boolean) {
    this.enforced = enforced;
  }

  /** Seconds to wait, or undefined when the call may go on. */
  take(owner: string, method: string, tier: Tier, channel: string | undefined): number | undefined {
    if (!this.enforced) return undefined;
    if (tier !== 'posting') return this.#bucket(`${owner} ${method}`, LIMITS[tier]).take();
    const ofChannel = this.#bucket(`${owner} ${method} ${channel ?? ''}`, LIMITS.posting).take();
    return ofChannel ?? this.#bucket(`${owner} posting`, WORKSPACE_POSTING).take();
  }

  #bucket(key: string, { perMinute, burst }: { perMinute: number; burst: number }): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const bucket = new Bucket(perMinute, burst);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
