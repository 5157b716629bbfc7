import type { Stopwatch, UtcMs } from '../../lib/clock.ts';

/** The moment that is a message's timestamp, by Slack's clock. */
export function momentOf(ts: string): UtcMs {
  return Number(ts) * 1_000;
}

interface Heard {
  at: UtcMs;
  /** What the stopwatch showed then. */
  elapsed: number;
}

/**
 * What time it is in Slack at least, from the timestamps of what it has taken. The clock of this machine may be wrong, and
 * may be set while a message is looked for; a stopwatch beside Slack's own clock goes on.
 */
export class SlackTime {
  private readonly heard = new Map<number, Heard>();

  constructor(
    private readonly stopwatch: Stopwatch,
    /** The latest message in a workspace that is on disk; null when there is none. */
    private readonly latestOnDisk: (connectionId: number) => Promise<UtcMs | null>,
  ) {}

  /** Slack has given a message this timestamp. */
  hear(connectionId: number, ts: string): void {
    this.heard.set(connectionId, { at: momentOf(ts), elapsed: this.stopwatch.elapsed() });
  }

  /** A moment that nothing is older than that is sent from now on. */
  async atLeast(connectionId: number): Promise<UtcMs> {
    const heard = this.heard.get(connectionId);
    const elapsed = this.stopwatch.elapsed();
    if (heard) return heard.at + elapsed - heard.elapsed;
    const at = (await this.latestOnDisk(connectionId)) ?? 0;
    this.heard.set(connectionId, { at, elapsed });
    return at;
  }
}
