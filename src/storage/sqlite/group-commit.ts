import { type Backoff, backoffDelay } from '../../lib/backoff.ts';
import type { Stopwatch } from '../../lib/clock.ts';
import { StorageFailure, storageFailureOf } from '../../lib/storage-failure.ts';

interface Job {
  /** What the stopwatch shows when its caller can wait no longer. */
  deadline: number;
  run(): void;
  settle(failure?: unknown): void;
}

/** Runs `batch` between BEGIN and COMMIT, and returns after the COMMIT is on disk. */
type Transaction = (batch: () => void) => void;

/** How long the writes of one transaction may take, in milliseconds, before whatever else there is to do has its turn. */
const PORTION_MS = 25;

/** Between two attempts to get hold of a locked database. Meanwhile the process goes on with everything else. */
const RETRY: Backoff = { first: 5, most: 100 };

export interface GroupCommitOptions {
  transaction: Transaction;
  /** Runs one write in a savepoint of its own. */
  attempt(operation: () => void): void;
  /** How long a write waits, in milliseconds, when another process has locked the database. */
  patience: number;
  stopwatch: Stopwatch;
  /** Hears of every transaction: null, or why nothing of it was written. */
  onOutcome?(failure: StorageFailure | null): void;
}

/**
 * Writes that arrive together share one transaction, and so one fsync, which is what a write costs. Each runs in a
 * savepoint of its own: one that throws is undone alone and only its caller hears of it. They take effect in the order in which
 * they arrive. While another process has the database locked they wait, and are tried again, without holding up anything else.
 */
export class GroupCommit {
  private queue: Job[] = [];
  private isScheduled = false;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;

  constructor(private readonly options: GroupCommitOptions) {}

  /** Resolves with what `operation` returned once it is durable. `operation` may run several times, but takes effect once. */
  write<T>(operation: () => T): Promise<T> {
    const { attempt, stopwatch, patience } = this.options;
    return new Promise<T>((resolve, reject) => {
      let outcome: { value: T } | undefined;
      let error: unknown;
      this.queue.push({
        deadline: stopwatch.elapsed() + patience,
        run: () => {
          outcome = undefined;
          try {
            attempt(() => {
              outcome = { value: operation() };
            });
          } catch (thrown) {
            // SQLite may have undone the others with it: nothing of this transaction counts.
            if (storageFailureOf(thrown)) throw thrown;
            outcome = undefined;
            error = thrown;
          }
        },
        settle: (failure) => {
          if (outcome && failure === undefined) resolve(outcome.value);
          else reject(failure ?? error);
        },
      });
      this.schedule();
    });
  }

  /** How many writes wait for the next transaction. */
  get pending(): number {
    return this.queue.length;
  }

  /** Commits what waits, now, or not at all: there is no later. */
  close(): void {
    clearTimeout(this.retry);
    const batch = this.queue;
    this.queue = [];
    if (batch.length === 0) return;
    const { failure } = this.commit(batch, Number.POSITIVE_INFINITY);
    for (const job of batch) job.settle(failure);
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.isScheduled = false;
    const waiting = this.queue;
    this.queue = [];
    if (waiting.length === 0) return;
    const { failure, done } = this.commit(waiting, PORTION_MS);
    if (failure instanceof StorageFailure && failure.trouble === 'busy') {
      this.tryAgain(waiting, failure);
      return;
    }
    this.failures = 0;
    for (const job of waiting.slice(0, done)) job.settle(failure);
    this.queue = [...waiting.slice(done), ...this.queue];
    if (this.queue.length > 0) this.schedule();
  }

  private tryAgain(batch: Job[], failure: StorageFailure): void {
    const now = this.options.stopwatch.elapsed();
    for (const job of batch) if (job.deadline <= now) job.settle(failure);
    this.queue = [...batch.filter(({ deadline }) => deadline > now), ...this.queue];
    this.failures = this.queue.length === 0 ? 0 : this.failures + 1;
    if (this.queue.length === 0) return;
    this.isScheduled = true;
    this.retry = setTimeout(() => this.flush(), backoffDelay(RETRY, this.failures));
  }

  /**
   * Writes as many as there is time for, in milliseconds, and at least one.
   * @returns how many are done with: they are on disk, or nothing is, for the reason given.
   */
  private commit(batch: Job[], time: number): { done: number; failure?: unknown } {
    const { transaction, stopwatch, onOutcome } = this.options;
    let done = 0;
    try {
      transaction(() => {
        const end = stopwatch.elapsed() + time;
        for (const job of batch) {
          job.run();
          done += 1;
          if (stopwatch.elapsed() >= end) break;
        }
      });
      onOutcome?.(null);
      return { done };
    } catch (thrown) {
      const failure = storageFailureOf(thrown);
      if (failure) onOutcome?.(failure);
      return { done: batch.length, failure: failure ?? thrown ?? new Error('the transaction failed') };
    }
  }
}
