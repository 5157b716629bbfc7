import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MINUTE, SECOND, type Stopwatch } from '../../lib/clock.ts';
import { storageFailureOf } from '../../lib/storage-failure.ts';
import { PRIORITY } from '../priority.ts';
import type { Delivery, Head } from '../types.ts';
import { type AttemptDeps, type Attempted, attempt } from './attempt.ts';
import { isAnswered, type SlackFailure } from './failure.ts';
import type { CourierObserver } from './observer.ts';
import { type CourierBudget, type Payment, Payments } from './payments.ts';
import { explain, OWN_FAULT, setAsideCode } from './slack-errors.ts';
import { Turns } from './turns.ts';
import { TRIED_FOR, TRIES, Waits } from './waits.ts';

/** Everything new is told; this is only for what nobody has told. */
const SAFETY_LOOK = MINUTE;
/** When the table can't be read. */
const LOOK_AGAIN = SECOND;

/**
 * From so many deliveries on whose turn it may be, a look is followed by a rest so many times as long, but no longer than
 * somebody would notice: looking takes a few hundredths of the processor at most, however many wait.
 */
const MANY_HEADS = 100;
const REST_PER_LOOK = 50;
const LONGEST_REST = SECOND / 4;

export interface CourierDeps extends AttemptDeps {
  budget: CourierBudget;
  stopwatch: Stopwatch;
  random: () => number;
  /** Puts on disk that Slack refuses a delivery for good, together with what follows from it. */
  refuse(delivery: Delivery, code: string): Promise<void>;
  /** Nothing more is done about a delivery: it has arrived, or is refused for good. Somebody may have waited for it. */
  onEnded?(delivery: Delivery): void;
}

/**
 * Carries what is owed to Slack. It gives each turn to the most urgent delivery of all lanes that there is budget for, and
 * now and then one to whoever has waited longest; of one lane, one goes at a time. What must not be lost is in the table, so that it can be killed at any instant. In between
 * it sleeps: until it is woken, or until the first that waits may go.
 */
export class Courier {
  private readonly busyLanes = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly waits: Waits;
  private readonly payments: Payments;
  private readonly turns = new Turns();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private called = false;
  /** How many the last look has seen. */
  private seen = 0;

  constructor(
    private readonly parts: CourierDeps,
    private readonly observer: CourierObserver,
    private readonly logger: Logger,
  ) {
    this.waits = new Waits(parts.stopwatch, parts.random);
    this.payments = new Payments(parts.budget, parts.stopwatch);
  }

  start(): void {
    this.wake();
  }

  /** Finishes what is on its way to Slack, and takes up nothing more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all(this.busyLanes.values());
  }

  /** There may be something to send. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    this.called = true;
    this.looking ??= this.lookWhileCalled();
  }

  /** Slack can be reached again: nothing has to wait for its next attempt. */
  slackIsBack(): void {
    this.waits.slackIsBack();
    this.wake();
  }

  private async lookWhileCalled(): Promise<void> {
    clearTimeout(this.timer);
    let rest = SAFETY_LOOK;
    while (this.called && !this.stopping.signal.aborted) {
      this.called = false;
      const start = this.parts.stopwatch.elapsed();
      rest = await this.look();
      await this.recover(this.parts.stopwatch.elapsed() - start);
    }
    // In the same breath as the last look at `called`, so that no call falls in between.
    this.looking = null;
    if (!this.stopping.signal.aborted) this.timer = setTimeout(() => this.wake(), Math.max(1, rest));
  }

  /** To look at very many lanes takes a while: most of the time is left to everything else. */
  private async recover(took: number): Promise<void> {
    if (this.seen < MANY_HEADS) return;
    const rest = Math.min(LONGEST_REST, took * REST_PER_LOOK);
    await sleep(rest, undefined, { signal: this.stopping.signal }).catch(() => {});
  }

  /** Begins whatever may go now. @returns the milliseconds until the next may. Never rejects. */
  private async look(): Promise<number> {
    try {
      this.waits.tidy();
      this.payments.tidy();
      const { works, untilNext } = this.waits.passed();
      const { heads, oldest } = await this.read(works);
      this.seen = heads.length;
      if (this.stopping.signal.aborted) return SAFETY_LOOK;
      // What has waited longest counts as if a person waited for it; nothing of its lane goes before it.
      const first = this.turns.pick(oldest, (head) => this.waits.of(head) === 0);
      const others = heads.filter((head) => !first.some((one) => isSameCall(one, head)));
      const untils = [
        ...first.map((head) => this.begin({ ...head, priority: PRIORITY.human }, true)),
        ...others.filter(({ lane }) => !this.busyLanes.has(lane)).map((head) => this.begin(head, false)),
      ];
      return Math.min(SAFETY_LOOK, untilNext, ...untils);
    } catch (error) {
      this.logger.error({ err: error }, 'the courier could not read its table; it looks again in a second');
      return LOOK_AGAIN;
    }
  }

  /** Who has waited longest is asked only when it is their turn, and somebody may go. */
  private async read(passed: string[]): Promise<{ heads: Head[]; oldest: Head[] }> {
    const heads = await this.parts.store.heads(passed);
    const isForOldest = heads.some((head) => this.turns.isForOldest(head) && this.waits.of(head) === 0);
    return { heads, oldest: isForOldest ? await this.parts.store.oldest(passed) : [] };
  }

  /** @returns the milliseconds until its turn may come, when that is not now. */
  private begin(head: Head, isOldest: boolean): number {
    if (this.busyLanes.has(head.lane)) return SAFETY_LOOK; // once that is done, it looks again
    const wait = this.waits.of(head);
    if (wait > 0) return wait;
    const payment = this.payments.payFor(head);
    if (typeof payment === 'number') return payment;
    if (isOldest) this.turns.gaveOldest(head);
    else this.turns.gaveUrgent(head);
    const work = this.work(head, payment).finally(() => {
      if (payment.refund() && isOldest) this.turns.oldestGaveBack(head);
      this.busyLanes.delete(head.lane);
      this.wake();
    });
    this.busyLanes.set(head.lane, work);
    return SAFETY_LOOK;
  }

  /** Never rejects. */
  private async work(head: Head, payment: Payment): Promise<void> {
    try {
      const delivery = await this.parts.store.delivery(head.id);
      if (!delivery) return;
      try {
        await this.conclude(delivery, head, await attempt(this.parts, delivery, payment));
      } catch (error) {
        await this.concludeOwnFailure(delivery, head, error);
      }
    } catch (error) {
      const wait = this.waits.laneFailed(head.lane, head.method);
      this.logger.error({ err: error, lane: shownLane(head.lane), wait }, 'a lane of deliveries stumbled; it goes on');
    }
  }

  private async conclude(delivery: Delivery, { lane, method }: Head, attempted: Attempted): Promise<void> {
    const { clock } = this.parts;
    switch (attempted.kind) {
      case 'delivered': {
        this.waits.isWell(delivery, method);
        const took = Math.max(0, clock.now() - delivery.createdAt);
        this.observer.delivered(delivery, { first: attempted.first, took });
        this.parts.onEnded?.(delivery);
        return;
      }
      case 'changed':
        this.waits.forget(delivery, method);
        return;
      case 'blocked':
        this.waits.isBlocked(delivery, method);
        return;
      case 'over_budget':
        this.waits.laneFor(lane, method, attempted.wait);
        return;
      case 'refused':
        await this.refuse(delivery, attempted.code, 'a delivery is refused for good; `opsknight doctor` lists it');
        this.waits.forget(delivery, method);
        return;
      case 'postponed':
        return this.postpone(delivery, method, attempted.failure, attempted.isUnsent);
    }
  }

  private async postpone(
    delivery: Delivery,
    method: Head['method'],
    failure: SlackFailure,
    isUnsent: boolean,
  ): Promise<void> {
    this.observer.postponed(delivery, failure);
    if (isAnswered(failure)) {
      await this.tryAlone(delivery, method, { code: failure.code, isUnsent, isSlacks: true });
      return;
    }
    const wait = failure.kind === 'rate_limited' ? failure.retryAfter : this.waits.laneFailed(delivery.lane, method);
    if (failure.kind === 'rate_limited') this.waits.laneFor(delivery.lane, method, wait);
    this.logger.warn(
      { ...about(delivery), code: failure.code, wait, inDoubt: !isUnsent, ...explain(failure.code) },
      'a delivery is postponed',
    );
    await this.parts.store.postpone(delivery, { isUnsent, counts: false });
  }

  /** Ours, not Slack's: whatever is in doubt on disk stays so. */
  private async concludeOwnFailure(delivery: Delivery, { method }: Head, error: unknown): Promise<void> {
    // The database's troubles are everybody's.
    if (storageFailureOf(error)) throw error;
    this.logger.error({ err: error, ...about(delivery) }, 'a delivery could not be attempted; it is tried again');
    await this.tryAlone(delivery, method, { code: OWN_FAULT, isUnsent: false, isSlacks: false });
  }

  /** What may fail by its own fault waits by itself, and is set aside in the end. */
  private async tryAlone(
    delivery: Delivery,
    method: Head['method'],
    { code, isUnsent, isSlacks }: { code: string; isUnsent: boolean; isSlacks: boolean },
  ): Promise<void> {
    const failed = this.waits.failedAlone(delivery, method, isSlacks);
    const attempts = delivery.attempts + (failed.counts ? 1 : 0);
    if (attempts >= TRIES && failed.for >= TRIED_FOR) {
      await this.refuse(delivery, setAsideCode(code), 'a delivery is set aside; `opsknight doctor` lists it');
      this.waits.forget(delivery, method);
      return;
    }
    this.logger.warn(
      { ...about(delivery), code, wait: failed.wait, attempts, inDoubt: !isUnsent, ...explain(code) },
      'a delivery is postponed; others pass it',
    );
    await this.parts.store.postpone(delivery, { isUnsent, counts: failed.counts });
  }

  private async refuse(delivery: Delivery, code: string, words: string): Promise<void> {
    await this.parts.refuse(delivery, code);
    this.logger.error({ ...about(delivery), code, ...explain(code) }, words);
    this.observer.refused(delivery, code);
    this.parts.onEnded?.(delivery);
  }
}

function about({ id, lane, task }: Delivery) {
  return { delivery: id, lane: shownLane(lane), work: task.work };
}

/** How people are reached is no business of whoever reads logs: of a web address they have the server, of others nothing. */
function shownLane(lane: string): string {
  return lane.replace(/(https?:\/\/[^/?#]*)[/?#].*$/s, '$1/…').replace(/\b(email|sms|call):.*$/s, '$1:…');
}

function isSameCall(one: Head, other: Head): boolean {
  return one.lane === other.lane && one.method === other.method;
}
