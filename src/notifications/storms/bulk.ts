import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { IncidentService } from '../../incidents/service.ts';
import type { Backoff } from '../../lib/backoff.ts';
import { SECOND } from '../../lib/clock.ts';
import { storageFailureOf } from '../../lib/storage-failure.ts';
import { WorkerLoop } from '../../lib/worker-loop.ts';
import type { StormRequest, StormStore } from './store.ts';

/** So many are worked on at the same time: they share transactions, and single clicks still get theirs between. */
const AT_ONCE = 25;
const RETRY: Backoff = { first: SECOND, most: 10 * SECOND };
/** Whoever looks at a list waits no longer for what they asked for to show in it. */
const LOOKED_FOR = 10 * SECOND;

/** Does to many incidents of a storm what somebody asked for. The request is on disk: after a kill it goes on. */
export class StormBulk {
  private readonly loop: WorkerLoop;
  /** By request key: who waits to see it done. */
  private readonly onlookers = new Map<string, () => void>();

  constructor(
    private readonly storms: Pick<StormStore, 'nextRequest' | 'stillToDo' | 'fulfilled' | 'isAsked'>,
    private readonly incidents: Pick<IncidentService, 'executeTogether'>,
    private readonly logger: Logger,
  ) {
    this.loop = new WorkerLoop({
      step: async (stopping) => {
        const request = await this.storms.nextRequest();
        if (request) await this.fulfil(request, stopping);
        return request !== null;
      },
      backoff: RETRY,
      onFailure: (error, failures) =>
        logger.error({ err: error, failures }, 'work on a whole storm was interrupted; it goes on'),
    });
  }

  /** There may be something to do. */
  wake(): void {
    this.loop.wake();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Resolves when a request is fulfilled, or when that takes too long to wait for. */
  async isDone(requestKey: string): Promise<void> {
    const tooLong = new AbortController();
    const done = new Promise<void>((resolve) => this.onlookers.set(requestKey, resolve));
    const { signal } = tooLong;
    try {
      if (!(await this.storms.isAsked(requestKey))) return;
      await Promise.race([done, sleep(LOOKED_FOR, undefined, { signal, ref: false }).catch(() => {})]);
    } finally {
      tooLong.abort();
      this.onlookers.delete(requestKey);
    }
  }

  private async fulfil(request: StormRequest, stopping: AbortSignal): Promise<void> {
    const { id, requestKey } = request;
    for (let last = 0; ; ) {
      if (stopping.aborted) return;
      const numbers = await this.storms.stillToDo(request, last, AT_ONCE);
      if (numbers.length === 0) break;
      await Promise.all(numbers.map((number) => this.doTo(number, request)));
      last = numbers.at(-1) ?? last;
    }
    await this.storms.fulfilled(id);
    this.onlookers.get(requestKey)?.();
  }

  /** One that fails for a reason of its own stays as it is, as the storm's message shows, and holds up no other. */
  private async doTo(number: number, { command, actor, requestKey: ofAll }: StormRequest): Promise<void> {
    // A key for each: one to which it was done before a kill, and that was reopened since, stays open.
    const requestKey = `${ofAll}:${number}`;
    try {
      await this.incidents.executeTogether(number, command, actor, { request: ofAll, requestKey });
    } catch (error) {
      if (storageFailureOf(error)) throw error;
      this.logger.error(
        { err: error, incident: number, requestKey, command: command.type },
        'what was asked for a whole storm could not be done to one of its incidents',
      );
    }
  }
}
