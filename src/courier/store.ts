import type { UtcMs } from '../clock.ts';
import type { StoredTimelineEvent } from '../incidents/timeline.ts';
import type { Card, Delivery, FailedDelivery } from './types.ts';

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
  card(id: number): Promise<Card | null>;
  event(id: number): Promise<StoredTimelineEvent | null>;
  cardsOf(incidentNumber: number): Promise<Card[]>;
  /** Written before the request goes out: from here the outcome is in doubt until it is known. */
  begin(id: number, at: UtcMs): Promise<void>;
  /** Slack doesn't have it: the attempt in doubt had no effect. */
  settledAsUnsent(id: number): Promise<void>;
  /** Slack has it. For a first post, the card remembers where it is. */
  finish(delivery: Delivery, posted: PostedAt | null): Promise<void>;
  /** To be tried again at `at`. `inDoubt` keeps the doubt: the request may have taken effect. */
  retryAt(delivery: Delivery, at: UtcMs, inDoubt: boolean): Promise<void>;
  /** Refused for good; stays visible to the operator. */
  fail(delivery: Delivery, error: string, at: UtcMs): Promise<void>;
  /** The card's channel is closed to the app: it and all that is owed to it move to another one. */
  reroute(card: Card, target: string): Promise<void>;
  /** The card's message is gone from Slack: it is to be posted anew, before anything else of its lane. */
  repost(card: Card): Promise<void>;
  /** Slack is back: what waits for a later attempt need not wait any longer. */
  retryNow(now: UtcMs): Promise<void>;
  failed(limit: number): Promise<FailedDelivery[]>;
  /** How many deliveries wait, and how many Slack has refused for good. */
  load(): Promise<{ waiting: number; failed: number }>;
}
