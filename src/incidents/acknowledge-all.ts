import type { Logger } from 'pino';
import type { Backoff } from '../backoff.ts';
import { SECOND } from '../clock.ts';
import type { StormAcknowledgement, StormStore } from '../courier/storms.ts';
import { WorkerLoop } from '../lib/worker-loop.ts';
import type { IncidentService } from './service.ts';

/** So many are acknowledged at the same time: they share transactions, and single clicks still get theirs between. */
const AT_ONCE = 25;
const RETRY: Backoff = { first: SECOND, most: 10 * SECOND };

/** Acknowledges all open incidents of a storm for whoever asked. The request is on disk: after a kill it goes on. */
export class AcknowledgeAll {
  private readonly loop: WorkerLoop;

  constructor(
    private readonly storms: StormStore,
    private readonly incidents: IncidentService,
    logger: Logger,
  ) {
    this.loop = new WorkerLoop({
      step: async (stopping) => {
        const request = await this.storms.nextAcknowledgement();
        if (request) await this.fulfil(request, stopping);
        return request !== null;
      },
      backoff: RETRY,
      onFailure: (error, failures) =>
        logger.error({ err: error, failures }, 'acknowledging a whole storm was interrupted; it goes on'),
    });
  }

  /** There may be something to do. */
  wake(): void {
    this.loop.wake();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async fulfil(request: StormAcknowledgement, stopping: AbortSignal): Promise<void> {
    const { id, actor, requestKey } = request;
    for (let last = 0; ; ) {
      if (stopping.aborted) return;
      const numbers = await this.storms.toAcknowledge(request, last, AT_ONCE);
      if (numbers.length === 0) return this.storms.acknowledged(id);
      await Promise.all(
        numbers.map((number) =>
          // A key for each: one that was acknowledged before a kill, and reopened since, stays open.
          this.incidents.execute(number, { type: 'acknowledge' }, actor, { requestKey: `${requestKey}:${number}` }),
        ),
      );
      last = numbers.at(-1) ?? last;
    }
  }
}
