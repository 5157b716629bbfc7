import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../backoff.ts';
import { SECOND } from '../clock.ts';
import type { StormAcknowledgement, StormStore } from '../courier/storms.ts';
import type { IncidentService } from './service.ts';

/** So many are acknowledged at the same time: they share transactions, and single clicks still get theirs between. */
const AT_ONCE = 25;
const RETRY: Backoff = { first: SECOND, most: 10 * SECOND };

/** Acknowledges all open incidents of a storm for whoever asked. The wish is on disk: after a kill it goes on. */
export class AcknowledgeAll {
  private readonly stopping = new AbortController();
  private working: Promise<void> | null = null;

  constructor(
    private readonly storms: StormStore,
    private readonly incidents: IncidentService,
    private readonly logger: Logger,
  ) {}

  /** There may be something to do. */
  wake(): void {
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async work(): Promise<void> {
    for (let failures = 0; !this.stopped; ) {
      try {
        const wish = await this.storms.nextAcknowledgement();
        if (!wish) return;
        await this.fulfil(wish);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.logger.error({ err: error, failures }, 'acknowledging a whole storm was interrupted; it goes on');
        await sleep(backoffDelay(RETRY, failures), undefined, { signal: this.stopping.signal }).catch(() => {});
      }
    }
  }

  private async fulfil(wish: StormAcknowledgement): Promise<void> {
    const { id, actor, requestKey } = wish;
    for (let last = 0; ; ) {
      if (this.stopped) return;
      const numbers = await this.storms.toAcknowledge(wish, last, AT_ONCE);
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
