import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../backoff.ts';
import { SECOND } from '../clock.ts';
import { type Attempted, type AttemptParts, attempt } from './attempt.ts';
import type { CourierObserver } from './observer.ts';
import { explain } from './slack-errors.ts';
import type { Delivery } from './types.ts';

const RETRY: Backoff = { first: 500, most: 30 * SECOND };
/** How long a lane waits for its budget before it looks again whether something more urgent has come. */
const PATIENCE = 250;
/** How often the table is looked at when nobody calls. */
const IDLE_POLL = SECOND;

/**
 * Carries what is owed to Slack. Lanes run side by side; within one, deliveries go one at a time and in order. All its
 * state is in the table, so that it can be killed at any instant.
 */
export class Courier {
  private readonly busyLanes = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private pumping: Promise<void> | null = null;
  private called = false;

  constructor(
    private readonly parts: AttemptParts,
    private readonly observer: CourierObserver,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.wake();
  }

  /** Finishes what is on its way to Slack, and takes up nothing more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.pumping;
    await Promise.all(this.busyLanes.values());
  }

  /** There may be something to send. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    this.called = true;
    this.pumping ??= this.pump().finally(() => {
      this.pumping = null;
    });
  }

  /** Slack can be reached again: nothing has to wait for its next attempt. Never rejects. */
  async slackIsBack(): Promise<void> {
    try {
      await this.parts.store.retryNow(this.parts.clock.now());
    } catch (error) {
      this.logger.warn({ err: error }, 'what waits for Slack could not be hurried; it goes out a little later');
    }
    this.wake();
  }

  private async pump(): Promise<void> {
    clearTimeout(this.timer);
    try {
      while (this.called && !this.stopping.signal.aborted) {
        this.called = false;
        for (const lane of await this.parts.store.readyLanes(this.parts.clock.now())) this.startLane(lane);
      }
    } catch (error) {
      this.logger.error({ err: error }, 'the courier could not read its table; it looks again in a second');
    }
    if (!this.stopping.signal.aborted) this.timer = setTimeout(() => this.wake(), await this.untilNextAttempt());
  }

  private async untilNextAttempt(): Promise<number> {
    const now = this.parts.clock.now();
    const next = await this.parts.store.nextAttemptAt(now).catch(() => null);
    return next === null ? IDLE_POLL : Math.min(IDLE_POLL, Math.max(1, next - now));
  }

  private startLane(lane: string): void {
    if (this.busyLanes.has(lane)) return;
    const work = this.workLane(lane)
      .catch((error: unknown) => this.logger.error({ err: error, lane }, 'a lane of deliveries stumbled; it goes on'))
      .finally(() => this.busyLanes.delete(lane));
    this.busyLanes.set(lane, work);
  }

  /** Delivers until nothing of the lane is due. */
  private async workLane(lane: string): Promise<void> {
    const { store, clock } = this.parts;
    while (!this.stopping.signal.aborted) {
      const delivery = await store.next(lane, clock.now());
      if (!delivery) return;
      await this.conclude(delivery, await this.attempt(delivery));
    }
  }

  private async attempt(delivery: Delivery): Promise<Attempted> {
    try {
      return await attempt(this.parts, delivery);
    } catch (error) {
      // Ours, not Slack's. The delivery waits; the others of the lane wait with it, which keeps their order.
      this.logger.error({ err: error, delivery: delivery.id }, 'a delivery could not be attempted; it is tried again');
      const at = this.parts.clock.now() + backoffDelay(RETRY, delivery.attempts + 1);
      await this.parts.store.retryAt(delivery, at, delivery.inDoubtSince !== null);
      return { kind: 'changed' };
    }
  }

  private async conclude(delivery: Delivery, attempted: Attempted): Promise<void> {
    const { store, clock } = this.parts;
    const context = { delivery: delivery.id, lane: delivery.lane, task: delivery.task };
    switch (attempted.kind) {
      case 'delivered':
        this.observer.delivered(delivery, { first: attempted.first, took: clock.now() - delivery.createdAt });
        return;
      case 'changed':
        return;
      case 'over_budget':
        await sleep(Math.min(attempted.wait, PATIENCE), undefined, { signal: this.stopping.signal }).catch(() => {});
        return;
      case 'refused':
        this.logger.error(
          { ...context, code: attempted.code, ...explain(attempted.code) },
          'Slack refused a delivery for good; `opsknight doctor` lists it',
        );
        this.observer.refused(delivery, attempted.code);
        await store.fail(delivery, attempted.code, clock.now());
        await this.parts.onRefused(delivery, attempted.code);
        return;
      case 'postponed': {
        const { failure, inDoubt } = attempted;
        const wait = failure.kind === 'rate_limited' ? failure.retryAfter : backoffDelay(RETRY, delivery.attempts + 1);
        this.logger.warn(
          { ...context, code: failure.code, wait, inDoubt, ...explain(failure.code) },
          'a delivery is postponed',
        );
        this.observer.postponed(delivery, failure);
        await store.retryAt(delivery, clock.now() + wait, inDoubt);
        return;
      }
    }
  }
}
