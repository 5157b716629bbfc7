import type { UtcMs } from '../clock.ts';
import type { Viewer } from '../incidents/store.ts';
import type { Card, Delivery, DeliveryTask, FailedDelivery, Job, Place, StormLine } from './types.ts';

export interface PostedAt {
  channelId: string;
  ts: string;
}

export interface DeliveryStore {
  /** Lanes with something to send at `now`, most urgent first. */
  readyLanes(now: UtcMs): Promise<string[]>;
  /** When the earliest delivery that must still wait may be tried; null when none waits. */
  nextAttemptAt(now: UtcMs): Promise<UtcMs | null>;
  /** The delivery of a lane whose turn it is: by priority, then in order. */
  next(lane: string, now: UtcMs): Promise<Delivery | null>;
  /** What a task is about; null when that is gone. */
  job(task: DeliveryTask): Promise<Job | null>;
  /**
   * Where an incident is shown; for one in a storm, that is the storm's message.
   * @param viewer whose eyes: only where they may look
   */
  cardsOf(incidentNumber: number, viewer?: Viewer): Promise<Card[]>;
  /** Draws an incident's cards anew though nothing has changed: Slack then shows its menus as nobody had used them. */
  redraw(incidentNumber: number, now: UtcMs): Promise<void>;

  /**
   * Makes rows of one storm out of the new incidents that wait in a lane, when they are many or a storm is on.
   * @returns whether there were any: then the lane's next delivery is another one than before.
   */
  gather(delivery: Delivery, place: Place, now: UtcMs): Promise<boolean>;
  /** The lines that a message of a storm's thread is to say, oldest first; they stay with this delivery. */
  takeLines(deliveryId: number, stormId: number, atMost: number): Promise<StormLine[]>;

  /**
   * Written before the request goes out: from here the outcome is in doubt until it is known.
   * @returns false when the delivery is no longer owed.
   */
  begin(id: number, at: UtcMs): Promise<boolean>;
  /** Slack doesn't have it: the attempt in doubt had no effect. */
  settledAsUnsent(id: number): Promise<void>;
  /** Slack has it. For a first post, the card or the storm remembers where it is. */
  finish(delivery: Delivery, posted: PostedAt | null, at: UtcMs): Promise<void>;
  /** To be tried again at `at`. `inDoubt` keeps the doubt: the request may have taken effect. */
  retryAt(delivery: Delivery, at: UtcMs, inDoubt: boolean): Promise<void>;
  /** The card is not to be posted after all: it goes, with all that is owed to it. */
  drop(card: Card): Promise<void>;
  /** Refused for good; stays visible to the operator. */
  fail(delivery: Delivery, error: string, at: UtcMs): Promise<void>;
  /** A channel is closed to the app. The admins are told when they haven't been; `fallback`: where its cards go. */
  channelClosed(place: Place, code: string, fallback: string | null, at: UtcMs): Promise<void>;
  /**
   * The channel is closed to the app: what belongs to a private channel goes nowhere else. The fallback channel gets a card of
   * its own, which does not say what it is about; the admins are told when they haven't been.
   * @returns false when nothing about the job is private.
   */
  keepPrivate(
    delivery: Delivery,
    job: Exclude<Job, { kind: 'notice' }>,
    code: string,
    fallback: string,
    at: UtcMs,
  ): Promise<boolean>;
  /** The channel is closed to the app: the card or the storm, and all that is owed to it, move to another one. */
  reroute(job: Job, target: string): Promise<void>;
  /** The message is gone from Slack: it is to be posted anew, before anything else of its lane. */
  repost(job: Job): Promise<void>;
  /** Slack is back: what waits for a later attempt need not wait any longer. */
  retryNow(now: UtcMs): Promise<void>;

  /** Newest first. */
  failed(limit: number): Promise<FailedDelivery[]>;
  /** How many deliveries wait, since when the oldest does, and how many Slack has refused for good. */
  load(): Promise<DeliveryLoad>;
  /** Forgets deliveries that Slack refused before `before`. */
  forgetFailed(before: UtcMs): Promise<void>;
}

export interface DeliveryLoad {
  waiting: number;
  /** Null when none waits. */
  oldestAt: UtcMs | null;
  failed: number;
}
