import type { Logger } from 'pino';
import type { IncidentService } from '../../incidents/service.ts';
import type { Backoff } from '../../lib/backoff.ts';
import { SECOND } from '../../lib/clock.ts';
import { storageFailureOf } from '../../lib/storage-failure.ts';
import { WorkerLoop } from '../../lib/worker-loop.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { StormAcknowledgement, StormStore } from './store.ts';

/** So many are acknowledged at the same time: they share transactions, and single clicks still get theirs between. */
const AT_ONCE = 25;
const RETRY: Backoff = { first: SECOND, most: 10 * SECOND };

/** Acknowledges all open incidents of a storm for whoever asked. The request is on disk: after a kill it goes on. */
export class AcknowledgeAll {
  private readonly loop: WorkerLoop;

  constructor(
    private readonly storms: Pick<StormStore, 'nextAcknowledgement' | 'toAcknowledge' | 'acknowledged'>,
    private readonly incidents: Pick<IncidentService, 'execute'>,
    private readonly logger: Logger,
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
          this.acknowledge(number, actor, `${requestKey}:${number}`),
        ),
      );
      last = numbers.at(-1) ?? last;
    }
  }

  /** One that fails for a reason of its own stays open, as the storm's message shows, and holds up no other. */
  private async acknowledge(number: number, actor: PersonActor, requestKey: string): Promise<void> {
    try {
      await this.incidents.execute(number, { type: 'acknowledge' }, actor, { requestKey });
    } catch (error) {
      if (storageFailureOf(error)) throw error;
      this.logger.error({ err: error, incident: number, requestKey }, 'an incident of a storm was not acknowledged');
    }
  }
}
