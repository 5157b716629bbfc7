import { MINUTE, type Stopwatch } from '../../lib/clock.ts';
import type { Head, SendingMethod } from '../types.ts';
import type { Budget } from './budget.ts';

/**
 * A call paid for before its turn is given away, so that whoever is most urgent gets what is left of a budget. Which channel
 * it goes to may turn out later; so may that it isn't needed at all.
 */
export class Payment {
  private isPaid = true;

  constructor(
    private readonly budget: CourierBudget,
    private readonly head: Head,
    private channelId: string | null,
    private readonly onChannel: (channelId: string) => void,
  ) {}

  /** Uses it for a call; the next one costs anew. @returns 0, or the milliseconds until there is budget for the call. */
  use(method: SendingMethod, channelId: string): number {
    this.onChannel(channelId);
    if (!this.isPaid || this.channelId !== channelId || this.head.method !== method) {
      this.refund();
      this.channelId = channelId;
      const { connectionId, priority } = this.head;
      const wait = this.budget.spend({ connectionId, method, channelId }, priority);
      if (wait > 0) return wait;
    }
    this.isPaid = false;
    return 0;
  }

  /** Gives back what was not used. @returns whether there was anything. */
  refund(): boolean {
    if (!this.isPaid) return false;
    this.isPaid = false;
    const { connectionId, method } = this.head;
    this.budget.refund({ connectionId, method, channelId: this.channelId });
    return true;
  }
}

export type CourierBudget = Pick<Budget, 'spend' | 'refund'>;

/** So long after its last use, a channel's budget is full again: it may as well be found out anew. */
const REMEMBERED = 10 * MINUTE;

/** Pays for deliveries. */
export class Payments {
  /** The channel that each lane has turned out to lead to, and when that was last seen. */
  private readonly channels = new Map<string, { id: string; seenAt: number }>();

  constructor(
    private readonly budget: CourierBudget,
    private readonly stopwatch: Stopwatch,
  ) {}

  /** @returns what it may be sent with, or the milliseconds until it may be asked for again. */
  payFor(head: Head): Payment | number {
    const { connectionId, method, lane, priority } = head;
    const channelId = this.channels.get(lane)?.id ?? null;
    const wait = this.budget.spend({ connectionId, method, channelId }, priority);
    if (wait > 0) return wait;
    return new Payment(this.budget, head, channelId, (id) =>
      this.channels.set(lane, { id, seenAt: this.stopwatch.elapsed() }),
    );
  }

  /** Forgets channels that nothing has gone to for long. */
  tidy(): void {
    const old = this.stopwatch.elapsed() - REMEMBERED;
    for (const [lane, { seenAt }] of this.channels) if (seenAt < old) this.channels.delete(lane);
  }
}
