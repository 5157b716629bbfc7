import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../lib/backoff.ts';
import { type Clock, SECOND, type Stopwatch } from '../lib/clock.ts';
import { WorkerLoop } from '../lib/worker-loop.ts';
import type { DueTimer, TimerStore } from './store.ts';

/** At least so often the table is looked at: other processes may have set timers, and the machine may have slept. */
const LOOK_EVERY = 5 * SECOND;
/** Between two looks, at least. */
const SOONEST = 10;
const BATCH = 100;
/** A timer that can't be fired. Kept in memory: after a restart each may be tried at once. */
const RETRY: Backoff = { first: SECOND, most: 30 * SECOND };
/** The table can't be read. */
const LOOK_AGAIN: Backoff = { first: SECOND, most: LOOK_EVERY };

/** A timer that could not be fired rests until the stopwatch shows `until`. */
interface Rest {
  dueAt: number;
  failures: number;
  until: number;
}

export interface SchedulerDeps<Timer extends DueTimer> {
  store: TimerStore<Timer>;
  /** Does what the timer is for; resolves to false when there was nothing left to do. */
  fire(timer: Timer): Promise<boolean>;
  /** Goes evenly: whoever sets it moves the timers along. */
  clock: Clock;
  stopwatch: Stopwatch;
  random?: () => number;
  logger: Logger;
}

/**
 * Fires durable timers at their time, or as soon as the process is back after it, the earliest first. Firing is a change
 * like any other and takes the timer's row with it, so none fires twice. One that fails is tried again after a while of
 * its own, and holds up no other. In between it sleeps: until it is woken, or until the next timer is due.
 */
export class Scheduler<Timer extends DueTimer> {
  private timer: NodeJS.Timeout | undefined;
  private readonly resting = new Map<number, Rest>();
  private readonly loop: WorkerLoop;

  constructor(private readonly deps: SchedulerDeps<Timer>) {
    this.loop = new WorkerLoop({
      step: (stopping) => this.fireDue(stopping),
      backoff: LOOK_AGAIN,
      onFailure: (error) =>
        deps.logger.error({ err: error }, 'the scheduler could not read its timers; it tries again in a few seconds'),
      ...(deps.random && { random: deps.random }),
    });
  }

  start(): void {
    this.wake();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    clearTimeout(this.timer);
  }

  /** A timer may be due, or there is another one. */
  wake(): void {
    this.loop.wake();
  }

  /** @returns whether more may be due; otherwise it is woken when it is time to look again. */
  private async fireDue(stopping: AbortSignal): Promise<boolean> {
    const { store, clock } = this.deps;
    clearTimeout(this.timer);
    const now = clock.now();
    const limit = BATCH + this.resting.size;
    const due = await store.due(now, limit);
    if (due.length < limit) this.forgetAllBut(due);
    for (const timer of due) {
      if (stopping.aborted) return false;
      if (!this.isResting(timer)) await this.fireOne(timer);
    }
    if (due.length === limit) return true;
    const wait = await this.untilNext(now);
    this.timer = setTimeout(() => this.wake(), wait);
    return false;
  }

  private async fireOne(timer: Timer): Promise<void> {
    const { store, fire, logger } = this.deps;
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
    const wait = backoffDelay(RETRY, failures, this.deps.random);
    this.resting.set(id, { dueAt, failures, until: this.deps.stopwatch.elapsed() + wait });
    return { failures, wait };
  }

  private isResting({ id, dueAt }: Timer): boolean {
    const rest = this.resting.get(id);
    if (!rest) return false;
    if (rest.dueAt === dueAt) return rest.until > this.deps.stopwatch.elapsed();
    this.resting.delete(id); // set to another time since: as good as new
    return false;
  }

  private forgetAllBut(due: readonly Timer[]): void {
    const ids = new Set(due.map(({ id }) => id));
    for (const id of this.resting.keys()) if (!ids.has(id)) this.resting.delete(id);
  }

  private async untilNext(now: number): Promise<number> {
    const { store, clock, stopwatch } = this.deps;
    const next = await store.nextDueAt(now);
    const waits = [...this.resting.values()].map(({ until }) => until - stopwatch.elapsed());
    if (next !== null) waits.push(next - clock.now());
    return Math.max(SOONEST, Math.min(LOOK_EVERY, ...waits));
  }
}
