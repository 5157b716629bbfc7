import type { Logger } from 'pino';
import { MINUTE, SECOND } from '../lib/clock.ts';
import { Repeated } from '../lib/repeated.ts';
import type { ClockStore } from './store.ts';
import type { Timekeeper } from './timekeeper.ts';

const EVERY = SECOND;
/** How much earlier than it was the wall clock may be after a start of the machine without anybody noticing. */
const RECORD_EVERY = MINUTE;

export interface ClockWatchDeps {
  timekeeper: Timekeeper;
  store: ClockStore;
  logger: Logger;
  /** All at once it is another time. */
  onSet(): void;
}

/** Notices that the wall clock was set, and sees to it that no span of time becomes longer or shorter by that. */
export class ClockWatch {
  private readonly looks = new Repeated(() => this.look(), EVERY);
  private recordedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: ClockWatchDeps) {}

  /** Resolves after the first look. */
  start(): Promise<void> {
    return this.looks.start();
  }

  async stop(): Promise<void> {
    await this.looks.stop();
    this.recordedAt = Number.NEGATIVE_INFINITY;
    await this.look();
  }

  /** Never rejects. */
  async look(): Promise<void> {
    try {
      await this.followWallClock();
      await this.record();
    } catch (error) {
      this.deps.logger.warn({ err: error }, 'the clock could not be kept on disk; it is tried again in a second');
    }
  }

  private async followWallClock(): Promise<void> {
    const { timekeeper, store, logger, onSet } = this.deps;
    const set = timekeeper.wallClockSet();
    if (!set) return;
    try {
      await store.moveAlong(set);
    } catch (error) {
      set.undo();
      throw error;
    }
    this.recordedAt = Number.NEGATIVE_INFINITY;
    logger.warn({ by: set.by }, 'the wall clock was set; escalations, reminders and SLA targets keep their pace');
    onSet();
  }

  private async record(): Promise<void> {
    const { timekeeper, store } = this.deps;
    const record = timekeeper.record();
    if (Math.abs(record.seenAt - this.recordedAt) < RECORD_EVERY) return;
    await store.record(record);
    this.recordedAt = record.seenAt;
  }
}
