import { SECOND, type Stopwatch } from '../../lib/clock.ts';
import { type StorageFailure, storageFailureOf } from '../../lib/storage-failure.ts';

/** A write that went well this short a while ago says enough. */
const RECENT = 5 * SECOND;

/** Whether the database takes writes: it remembers the last failure, and tries when it has heard nothing for a while. */
export class WriteHealth {
  private failure: StorageFailure | null = null;
  private wroteAt: number | null = null;
  private probing: Promise<void> | null = null;

  constructor(
    /** A write about as large as any. */
    private readonly probe: () => Promise<void>,
    private readonly stopwatch: Stopwatch,
  ) {}

  /** A transaction has ended. A small one that goes well does not prove that there is room for a large one. */
  heard(failure: StorageFailure | null): void {
    if (failure) this.failure = failure;
    else {
      this.wroteAt = this.stopwatch.elapsed();
      if (this.failure?.trouble === 'busy') this.failure = null;
    }
  }

  /** Why nothing can be written now; null when it can. Callers at the same time share one attempt. */
  async trouble(): Promise<StorageFailure | null> {
    const isKnown = this.wroteAt !== null && this.stopwatch.elapsed() - this.wroteAt < RECENT;
    if (this.failure === null && isKnown) return null;
    this.probing ??= this.try().finally(() => {
      this.probing = null;
    });
    await this.probing;
    return this.failure;
  }

  private async try(): Promise<void> {
    try {
      await this.probe();
      this.failure = null;
    } catch (error) {
      this.failure = storageFailureOf(error);
      if (!this.failure) throw error;
    }
  }
}
