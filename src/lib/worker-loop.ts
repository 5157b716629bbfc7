import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffDelay } from './backoff.ts';

export interface Work {
  /** Does the next piece of what lies on disk. @returns false when nothing is left. Throws: it is tried again. */
  step(stopping: AbortSignal): Promise<boolean>;
  /** How long to wait after failures in a row. */
  backoff: Backoff;
  /** `failures` in a row. */
  onFailure(error: unknown, failures: number): void;
  random?: () => number;
}

/**
 * Works off what lies on disk, one piece at a time, whenever it is woken. A call that comes while it works is never lost:
 * it looks once more before it rests. After a failure it waits, longer each time, and goes on; it never rejects.
 */
export class WorkerLoop {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private isCalled = false;

  constructor(private readonly work: Work) {}

  /** There may be something to do. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    this.isCalled = true;
    this.running ??= this.run();
  }

  /** Finishes the piece in hand, and takes up no other. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; this.isCalled && !signal.aborted; ) {
      this.isCalled = false;
      try {
        while (!signal.aborted && (await this.work.step(signal))) failures = 0;
        failures = 0;
      } catch (error) {
        failures += 1;
        this.isCalled = true;
        if (signal.aborted) break;
        this.work.onFailure(error, failures);
        const wait = backoffDelay(this.work.backoff, failures, this.work.random);
        await sleep(wait, undefined, { signal }).catch(() => {});
      }
    }
    // In the same breath as the last look at `isCalled`, so that no call falls in between.
    this.running = null;
  }
}
