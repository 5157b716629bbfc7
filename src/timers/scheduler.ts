import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../backoff.ts';
import { type Clock, SECOND, type Stopwatch } from '../clock.ts';
import type { TimerStore } from './store.ts';
import type { Timer } from './types.ts';

/** How often the table is looked at when no timer is known to be due earlier. */
const POLL = SECOND;
/** Less than this is how clocks are kept right. */
const SET_BACK = SECOND;
/** Between two looks, at least. */
const SOONEST = 10;
const BATCH = 100;
/** A timer that can't be fired. Kept in memory: after a restart each may be tried at once. */
const RETRY: Backoff = { first: SECOND, most: 30 * SECOND };

/** A timer that could not be fired rests until the stopwatch shows `until`. */
interface Rest {
  dueAt: number;
  failures: number;
  until: number;
}

export interface SchedulerParts {
  store: TimerStore;
  /** Does what the timer is for; resolves to false when there was nothing left to do. */
  fire(timer: Timer): Promise<boolean>;
  clock: Clock;
  stopwatch: Stopwatch;
  random?: () => number;
  logger: Logger;
}

/**
 * Fires durable timers at their time, or as soon as the process is back after it, the earliest first. Firing is a change
 * like any other and takes the timer's row with it, so none fires twice. One that fails is tried again after a while of
 * its own, and holds up no other.
 */
export class Scheduler {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private stopped = false;
  /** How far the wall clock is ahead of the stopwatch, the most that was seen since it was last set back. */
  private ahead = Number.NEGATIVE_INFINITY;
  private readonly resting = new Map<number, Rest>();

  constructor(private readonly parts: SchedulerParts) {}

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
    this.round = this.fireDue().then((wait) => {
      this.round = null;
      if (!this.stopped) this.timer = setTimeout(() => this.wake(), wait);
    });
  }

  /** @returns after how many milliseconds to look again. Never rejects. */
  private async fireDue(): Promise<number> {
    const { store, clock, logger } = this.parts;
    try {
      await this.noticeSetBack();
      const now = clock.now();
      const limit = BATCH + this.resting.size;
      const due = await store.due(now, limit);
      if (due.length < limit) this.forgetAllBut(due);
      for (const timer of due) {
        if (this.stopped) return POLL;
        if (!this.isResting(timer)) await this.fireOne(timer);
      }
      return due.length < limit ? await this.untilNext(now) : SOONEST;
    } catch (error) {
      logger.error({ err: error }, 'the scheduler could not read its timers; it tries again in a second');
      return POLL;
    }
  }

  /** Nobody waits hours longer to be paged because the wall clock was put right. */
  private async noticeSetBack(): Promise<void> {
    const { store, clock, stopwatch, logger } = this.parts;
    const ahead = clock.now() - stopwatch.elapsed();
    const by = Math.round(this.ahead - ahead);
    if (!(by >= SET_BACK && Number.isFinite(by))) {
      this.ahead = Math.max(this.ahead, ahead);
      return;
    }
    await store.setBack(by);
    this.ahead = ahead;
    logger.warn({ by }, 'the wall clock was set back; escalations keep their pace');
  }

  private async fireOne(timer: Timer): Promise<void> {
    const { store, fire, logger } = this.parts;
    try {
      const hadEffect = await fire(timer);
      if (!hadEffect) await store.discard(timer);
      this.resting.delete(timer.id);
    } catch (error) {
      const { failures, wait } = this.rest(timer);
      logger.error({ err: error, timer, failures, wait }, 'a timer could not be fired; it is tried again');
    }
  }

  private rest({ id, dueAt }: Timer): { failures: number; wait: number } {
    const failures = (this.resting.get(id)?.failures ?? 0) + 1;
    const wait = backoffDelay(RETRY, failures, this.parts.random);
    this.resting.set(id, { dueAt, failures, until: this.parts.stopwatch.elapsed() + wait });
    return { failures, wait };
  }

  private isResting({ id, dueAt }: Timer): boolean {
    const rest = this.resting.get(id);
    if (!rest) return false;
    if (rest.dueAt === dueAt) return rest.until > this.parts.stopwatch.elapsed();
    this.resting.delete(id); // set to another time since: as good as new
    return false;
  }

  private forgetAllBut(due: readonly Timer[]): void {
    const ids = new Set(due.map(({ id }) => id));
    for (const id of this.resting.keys()) if (!ids.has(id)) this.resting.delete(id);
  }

  private async untilNext(now: number): Promise<number> {
    const { store, clock, stopwatch } = this.parts;
    const next = await store.nextDueAt(now);
    const waits = [...this.resting.values()].map(({ until }) => until - stopwatch.elapsed());
    if (next !== null) waits.push(next - clock.now());
    return Math.max(SOONEST, Math.min(POLL, ...waits));
  }
}
