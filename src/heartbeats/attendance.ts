import type { Logger } from 'pino';
import { SECOND } from '../lib/clock.ts';
import { Repeated } from '../lib/repeated.ts';
import { afterAbsence } from './heartbeat.ts';
import type { HeartbeatStore } from './store.ts';

const EVERY = 10 * SECOND;
/** A machine that is busy, or a disk that is slow, is no absence yet. */
const TOLERANCE = 3 * EVERY;

/**
 * Notes that the app is here, so that the time in which it was not (it was stopped, the machine slept, nothing could be
 * written) counts against no heartbeat.
 */
export class AttendanceWatch {
  private readonly looks = new Repeated(
    () => this.lookOrSay('it could not be noted that heartbeats are heard; it is tried again'),
    EVERY,
  );
  private hasAttended = false;

  constructor(
    private readonly store: Pick<HeartbeatStore, 'attend'>,
    private readonly logger: Logger,
  ) {}

  /** Resolves after the first look. */
  start(): Promise<void> {
    return this.looks.start();
  }

  async stop(): Promise<void> {
    await this.looks.stop();
    await this.lookOrSay('it could not be noted until when heartbeats were heard');
  }

  /** Before anything counts as missed. Of a process that has just begun, all time before it was an absence. */
  async look(): Promise<void> {
    await this.store.attend({ tolerance: this.hasAttended ? TOLERANCE : 0, afterAbsence });
    this.hasAttended = true;
  }

  private async lookOrSay(failure: string): Promise<void> {
    await this.look().catch((error: unknown) => this.logger.warn({ err: error }, failure));
  }
}
