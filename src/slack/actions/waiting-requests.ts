import type { Logger } from 'pino';
import type { Backoff } from '../../lib/backoff.ts';
import { SECOND } from '../../lib/clock.ts';
import { storageFailureOf } from '../../lib/storage-failure.ts';
import { WorkerLoop } from '../../lib/worker-loop.ts';
import { isPassing } from '../api/patience.ts';
import type { PendingRequest } from './request.ts';

const RETRY: Backoff = { first: SECOND, most: 10 * SECOND };

export interface WaitingRequestsDeps {
  /** Oldest first. */
  waiting(): Promise<PendingRequest[]>;
  /** Carries it out and settles it. Throws: it was not settled. */
  fulfil(waiting: PendingRequest): Promise<void>;
  /** It can't be carried out, for a reason of its own. */
  giveUp(waiting: PendingRequest): Promise<void>;
  logger: Logger;
}

/**
 * Carries out what had to wait for Slack. People don't wait for each other, and a request that fails for a reason of its
 * own holds up no other: only what may go better in a while is tried again.
 */
export class WaitingRequests {
  private readonly loops = new Map<string, WorkerLoop>();
  private readonly roundUp: WorkerLoop;
  private isStopped = false;

  constructor(private readonly deps: WaitingRequestsDeps) {
    this.roundUp = new WorkerLoop({
      step: async () => {
        for (const { request } of await deps.waiting()) this.wakeFor(request.slackUserId);
        return false;
      },
      backoff: RETRY,
      onFailure: (error) => deps.logger.error({ err: error }, 'what people asked for could not be read; it waits'),
    });
  }

  /** There may be something to do, or Slack may answer now. */
  wake(): void {
    this.roundUp.wake();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.roundUp.stop();
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
  }

  private wakeFor(slackUserId: string): void {
    if (this.isStopped) return;
    const loop = this.loops.get(slackUserId) ?? this.loopFor(slackUserId);
    this.loops.set(slackUserId, loop);
    loop.wake();
  }

  private loopFor(slackUserId: string): WorkerLoop {
    return new WorkerLoop({
      step: async (stopping) => {
        await this.workOff(slackUserId, stopping);
        return false;
      },
      backoff: RETRY,
      onFailure: (error, failures) =>
        this.deps.logger.warn({ err: error, slackUserId, failures }, 'somebody has to wait for what they asked for'),
    });
  }

  /** One look at everything that somebody has asked for. Throws when some of it has to be tried again. */
  private async workOff(slackUserId: string, stopping: AbortSignal): Promise<void> {
    const theirs = (await this.deps.waiting()).filter(({ request }) => request.slackUserId === slackUserId);
    const failures: unknown[] = [];
    for (const waiting of theirs) {
      if (stopping.aborted) return;
      try {
        await this.deps.fulfil(waiting);
      } catch (error) {
        if (isPassing(error) || storageFailureOf(error)) failures.push(error);
        else await this.giveUp(waiting, error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  private async giveUp(waiting: PendingRequest, error: unknown): Promise<void> {
    const { slackUserId, action } = waiting.request;
    this.deps.logger.error(
      { err: error, slackUserId, action: action.kind },
      'what somebody asked for can not be carried out; they are told',
    );
    await this.deps.giveUp(waiting);
  }
}
