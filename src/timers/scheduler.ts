import type { Logger } from 'pino';
import { type Clock, SECOND } from '../clock.ts';
import type { TimerStore } from './store.ts';
import type { Timer } from './types.ts';

/** How often the table is looked at when no timer is known to be due earlier. */
const POLL = SECOND;
const BATCH = 100;

/**
 * Fires durable timers at their time, or as soon as the process is back after it. Firing is a change like any other and
 * takes the timer's row with it, so none fires twice.
 */
export class Scheduler {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly store: TimerStore,
    /** Does what the timer is for; resolves to false when there was nothing left to do. */
    private readonly fire: (timer: Timer) => Promise<boolean>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** A timer may be due. */
  wake(): void {
    if (this.stopped || this.round) return;
    clearTimeout(this.timer);
    this.round = this.fireDue().finally(() => {
      this.round = null;
      if (!this.stopped) void this.sleepUntilNext();
    });
  }

  private async fireDue(): Promise<void> {
    try {
      const due = await this.store.due(this.clock.now(), BATCH);
      for (const timer of due) {
        if (this.stopped) return;
        await this.fireOne(timer);
      }
    } catch (error) {
      this.logger.error({ err: error }, 'the scheduler could not read its timers; it tries again in a second');
    }
  }

  /** One timer that can't be fired now doesn't hold up the others; it is due again in the next round. */
  private async fireOne(timer: Timer): Promise<void> {
    try {
      const hadEffect = await this.fire(timer);
      if (!hadEffect) await this.store.discard(timer.id);
    } catch (error) {
      this.logger.error({ err: error, timer }, 'a timer could not be fired; it is tried again in a second');
    }
  }

  private async sleepUntilNext(): Promise<void> {
    const next = await this.store.nextDueAt().catch(() => null);
    if (this.stopped) return;
    const wait = next === null ? POLL : next - this.clock.now();
    this.timer = setTimeout(() => this.wake(), Math.min(POLL, Math.max(wait, 10)));
  }
}
