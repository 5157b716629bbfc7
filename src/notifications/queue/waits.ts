import { type Backoff, backoffDelay } from '../../lib/backoff.ts';
import { MINUTE, SECOND, type Stopwatch } from '../../lib/clock.ts';
import { kindOf } from '../kinds/index.ts';
import { PRIORITY } from '../priority.ts';
import {
  type Delivery,
  type DeliveryTask,
  type Head,
  idIn,
  OUTSIDE_METHODS,
  type SendingMethod,
  workKey,
} from '../types.ts';

const RETRY: Backoff = { first: 500, most: 30 * SECOND };

/** How long a line waits before it looks again whether its message is there. */
const BLOCKED_FOR = SECOND;

/** After so many failures of its own, over so long, a delivery is set aside. */
export const TRIES = 10;
export const TRIED_FOR = 2 * MINUTE;

/** A lane of which no call of one kind is made for a while. */
interface LaneWait {
  until: number;
  failures: number;
}

/** A delivery that waits by itself, while the others of its lane pass. */
interface OwnWait {
  side: string;
  /** The work that is passed by: its own, and what can't go before it. */
  passed: string[];
  until: number;
  failures: number;
  firstAt: number;
  lastAt: number;
  /** Whether it may be Slack that fails, and not this delivery. */
  isSlacks: boolean;
}

/**
 * Who waits for what, on a stopwatch: setting the clock changes nothing. It is in memory only; after a restart everything
 * is tried at once.
 */
export class Waits {
  private readonly lanes = new Map<string, LaneWait>();
  /** By lane and method, and by work. */
  private readonly alone = new Map<string, Map<string, OwnWait>>();
  /** By work: when its message was last drawn. */
  private readonly drawn = new Map<string, number>();
  /** By `sideOf`: when something was last taken there. */
  private readonly wellAt = new Map<string, number>();

  constructor(
    private readonly stopwatch: Stopwatch,
    private readonly random: () => number,
  ) {}

  /** Milliseconds until its turn may come; 0 for now. */
  of(head: Head): number {
    const now = this.stopwatch.elapsed();
    const lane = laneKey(head.lane, head.method);
    const until = Math.max(this.lanes.get(lane)?.until ?? 0, this.untilProven(lane), this.nextRedraw(head));
    return Math.max(0, until - now);
  }

  /**
   * Work that waits by itself, and in how many milliseconds the first of it may be tried again (`Infinity`: nothing waits).
   * Both are of one moment: what has been passed is surely looked at again.
   */
  passed(): { works: string[]; untilNext: number } {
    const now = this.stopwatch.elapsed();
    const waiting = this.everyAlone().filter(({ until }) => until > now);
    return {
      works: waiting.flatMap(({ passed }) => passed),
      untilNext: Math.min(...waiting.map(({ until }) => until)) - now,
    };
  }

  /** Slack has taken it. */
  isWell(delivery: Delivery, method: SendingMethod): void {
    const { lane, task } = delivery;
    this.wellAt.set(sideOf(delivery, method), this.stopwatch.elapsed());
    this.lanes.delete(laneKey(lane, method));
    this.forget(delivery, method);
    if (kindOf(task).redrawEvery) this.drawn.set(task.work, this.stopwatch.elapsed());
  }

  /** Nothing of a lane is to be tried with a method for so many milliseconds. */
  laneFor(lane: string, method: SendingMethod, wait: number): void {
    const key = laneKey(lane, method);
    const failures = this.lanes.get(key)?.failures ?? 0;
    this.lanes.set(key, { failures, until: this.stopwatch.elapsed() + wait });
  }

  /** Slack can't be reached, or the app can't: nothing of the lane gets through. @returns how long it waits. */
  laneFailed(lane: string, method: SendingMethod): number {
    const key = laneKey(lane, method);
    const failures = (this.lanes.get(key)?.failures ?? 0) + 1;
    const wait = backoffDelay(RETRY, failures, this.random);
    this.lanes.set(key, { failures, until: this.stopwatch.elapsed() + wait });
    return wait;
  }

  /**
   * It may be the delivery's own fault: it waits by itself.
   * @param isSlacks it may as well be Slack's; only what succeeds meanwhile tells.
   * @returns how long it waits, whether the failure counts as its own, and since when it has been failing.
   */
  failedAlone(
    delivery: Delivery,
    method: SendingMethod,
    isSlacks: boolean,
  ): { wait: number; counts: boolean; for: number } {
    const now = this.stopwatch.elapsed();
    const before = this.aloneOf(delivery, method);
    const failures = (before?.failures ?? 0) + 1;
    const wait = backoffDelay(RETRY, failures, this.random);
    const firstAt = before?.firstAt ?? now;
    this.letPass(delivery, method, { until: now + wait, failures, firstAt, lastAt: now, isSlacks });
    return { wait, counts: !isSlacks || (before !== undefined && this.isProven(before)), for: now - firstAt };
  }

  /** Something else has to be done before it. */
  isBlocked(delivery: Delivery, method: SendingMethod): void {
    const now = this.stopwatch.elapsed();
    const until = now + BLOCKED_FOR;
    this.letPass(delivery, method, { until, failures: 1, firstAt: now, lastAt: now, isSlacks: false });
  }

  /** Its work has gone, or has become another's. */
  forget({ lane, task }: Delivery, method: SendingMethod): void {
    const key = laneKey(lane, method);
    const waiting = this.alone.get(key);
    waiting?.delete(task.work);
    if (waiting?.size === 0) this.alone.delete(key);
  }

  /** Slack can be reached again: nothing has to wait that may have failed by Slack's fault. */
  slackIsBack(): void {
    this.lanes.clear();
    for (const wait of this.everyAlone()) if (wait.isSlacks) wait.until = this.stopwatch.elapsed();
  }

  /** Forgets what has long been over. */
  tidy(): void {
    const now = this.stopwatch.elapsed();
    const old = now - 10 * MINUTE;
    for (const [key, { until }] of this.lanes) if (until < old) this.lanes.delete(key);
    for (const [key, waiting] of this.alone) {
      for (const [work, { until }] of waiting) if (until < old) waiting.delete(work);
      if (waiting.size === 0) this.alone.delete(key);
    }
    for (const [side, at] of this.wellAt) if (at < old) this.wellAt.delete(side);
    for (const [work, at] of this.drawn) if (at < old) this.drawn.delete(work);
  }

  private everyAlone(): OwnWait[] {
    return [...this.alone.values()].flatMap((waiting) => [...waiting.values()]);
  }

  private aloneOf({ lane, task }: Delivery, method: SendingMethod): OwnWait | undefined {
    return this.alone.get(laneKey(lane, method))?.get(task.work);
  }

  private letPass(delivery: Delivery, method: SendingMethod, wait: Omit<OwnWait, 'side' | 'passed'>): void {
    const { lane, task } = delivery;
    const key = laneKey(lane, method);
    const waiting = this.alone.get(key) ?? new Map<string, OwnWait>();
    const passed = [task.work, ...followersOf(task, method)];
    waiting.set(task.work, { side: sideOf(delivery, method), passed, ...wait });
    this.alone.set(key, waiting);
  }

  /** It failed, and others have gone through since: it is not the other side. */
  private isProven({ side, lastAt, isSlacks }: OwnWait): boolean {
    return !isSlacks || (this.wellAt.get(side) ?? Number.NEGATIVE_INFINITY) > lastAt;
  }

  /** While it may be Slack that fails, only few of a lane are tried: the rest waits, untouched and in order. */
  private untilProven(lane: string): number {
    const waiting = [...(this.alone.get(lane)?.values() ?? [])].filter((one) => !this.isProven(one));
    if (waiting.length === 0) return 0;
    const failures = Math.max(...waiting.map(({ failures }) => failures));
    if (waiting.length < atOnce(failures)) return 0;
    return Math.min(...waiting.map(({ until }) => until));
  }

  private nextRedraw({ kind, work, method, priority }: Head): number {
    const { redrawEvery } = kindOf({ kind });
    if (!redrawEvery || method === 'chat.postMessage') return 0;
    const drawnAt = this.drawn.get(work) ?? Number.NEGATIVE_INFINITY;
    return drawnAt + (priority === PRIORITY.human ? redrawEvery.forPeople : redrawEvery.calm);
  }
}

/** How many of a lane may be failing before the rest is held back: one more each time that the failures have doubled. */
export function atOnce(failures: number): number {
  return 2 + Math.floor(Math.log2(failures));
}

const OUTSIDE: ReadonlySet<SendingMethod> = new Set(OUTSIDE_METHODS);

/** The other side, of which one thing that it takes says that it is well: a workspace of Slack's, or past Slack an address. */
function sideOf({ connectionId, lane }: Delivery, method: SendingMethod): string {
  return OUTSIDE.has(method) ? lane : String(connectionId);
}

function laneKey(lane: string, method: SendingMethod): string {
  return `${lane} ${method}`;
}

/** What can't go before a message that is still to be posted: the lines of its thread. */
function followersOf(task: DeliveryTask, method: SendingMethod): string[] {
  if (method !== 'chat.postMessage') return [];
  return kindOf(task).followers.map((kind) => workKey(kind, idIn(task.work)));
}
