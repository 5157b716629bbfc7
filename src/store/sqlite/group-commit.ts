interface Job {
  run(): void;
  settle(failure?: unknown): void;
}

/** Runs `batch` between BEGIN and COMMIT, and returns after the COMMIT is on disk. */
type Transaction = (batch: () => void) => void;

/**
 * Writes that arrive together share one transaction, and so one fsync, which is what a write costs. Each runs in a
 * savepoint of its own (`attempt`): one that throws is undone alone and only its caller hears of it.
 */
export class GroupCommit {
  private queue: Job[] = [];

  constructor(
    private readonly transaction: Transaction,
    private readonly attempt: (operation: () => void) => void,
  ) {}

  /** Resolves with what `operation` returned once it is durable. */
  write<T>(operation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let outcome: { value: T } | undefined;
      let error: unknown;
      this.queue.push({
        run: () => {
          try {
            this.attempt(() => {
              outcome = { value: operation() };
            });
          } catch (thrown) {
            outcome = undefined;
            error = thrown;
          }
        },
        settle: (failure) => {
          if (outcome && failure === undefined) resolve(outcome.value);
          else reject(failure ?? error);
        },
      });
      if (this.queue.length === 1) setImmediate(() => this.flush());
    });
  }

  /** How many writes wait for the next transaction. */
  get pending(): number {
    return this.queue.length;
  }

  /** Commits what waits, now. */
  flush(): void {
    const batch = this.queue;
    this.queue = [];
    if (batch.length === 0) return;
    let failure: unknown;
    try {
      this.transaction(() => {
        for (const job of batch) job.run();
      });
    } catch (thrown) {
      failure = thrown ?? new Error('the transaction failed');
    }
    for (const job of batch) job.settle(failure);
  }
}
