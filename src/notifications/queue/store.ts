import type { Viewer } from '../../incidents/store.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { RunbookPost } from '../kinds/retraction.ts';
import type { Lane } from '../plan/operations.ts';
import type { Card, Delivery, DeliveryTask, FailedDelivery, Head, Job, Message, Place, StormLine } from '../types.ts';

export interface PostedAt {
  channelId: string;
  ts: string;
}

/** What a delivery goes out with. */
export interface Begun {
  /** New for every attempt, so that none is taken for another. */
  uuid: string;
  /** For a message of a storm's thread: what it says, oldest first. The same at every attempt. */
  lines: StormLine[];
}

/** What is known after an attempt that came to nothing. */
export interface Setback {
  /** Slack surely doesn't have it. Otherwise a doubt stays as it is on disk. */
  isUnsent: boolean;
  /** Others went through meanwhile. */
  counts: boolean;
}

export interface DeliveryStore {
  /**
   * Of each lane the delivery whose turn it is, for each of the two calls; the most urgent first.
   * @param passed work that waits by itself and is passed by.
   */
  heads(passed: string[]): Promise<Head[]>;
  /** Of each lane the delivery that has waited longest, for each of the two calls; the oldest first. */
  oldest(passed: string[]): Promise<Head[]>;
  delivery(id: number): Promise<Delivery | null>;
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

  /**
   * Makes one summary of the lines that wait in a lane for what the clock has done at once to many incidents.
   * @returns `growing`: the clock is not through yet, more may come.
   */
  sumUp(delivery: Delivery, place: Place, now: UtcMs): Promise<'summed_up' | 'growing' | 'few'>;
  /**
   * A channel is closed to the app: what a summary was to call it to is said in the threads instead, which go where their cards go.
   * @returns whether there was any: then the summary is gone.
   */
  setApart(delivery: Delivery, lane: Lane, at: UtcMs): Promise<boolean>;

  /**
   * Written before the request goes out: from here the outcome is in doubt until it is known.
   * @param since a moment before, by Slack's clock.
   * @returns null when the delivery is no longer owed, or has nothing to say.
   */
  begin(delivery: Delivery, since: UtcMs): Promise<Begun | null>;
  /** Slack doesn't have it: the attempt in doubt had no effect. */
  settledAsUnsent(id: number): Promise<void>;
  /** Slack has it. For a first post, the card or the storm remembers where it is. */
  finish(delivery: Delivery, posted: PostedAt | null, at: UtcMs): Promise<void>;
  /** To be tried again. Surely unsent, it gives way to a newer delivery that does the same. */
  postpone(delivery: Delivery, setback: Setback): Promise<void>;
  /** The card is not to be posted after all: it goes, with all that is owed to it. */
  drop(card: Card): Promise<void>;
  /** Our part of a topic is as it is to be: the delivery is over. @param written null when it was taken out */
  topicIsSet(delivery: Delivery, written: string | null): Promise<void>;
  /** The lines that a message of a storm's thread says, or is to say. */
  takeLines(delivery: Delivery): Promise<StormLine[]>;
  /** Refused for good, with the lines that it was to say; stays visible to the operator. */
  fail(delivery: Delivery, error: string, at: UtcMs): Promise<void>;
  /** A channel is closed to the app. The admins are told when they haven't been; `fallback`: where its cards go. */
  channelClosed(place: Lane, code: string, fallback: string | null, at: UtcMs): Promise<void>;
  /** The same of a channel that only notifications go to. */
  notificationsClosed(lane: Lane, code: string, at: UtcMs): Promise<void>;
  /**
   * A channel that only listens is closed to the app: it is not shown there, and nowhere instead. Who is to know is told.
   * @returns false when the channel is called, or the incident belongs there.
   */
  stopListening(message: Message, code: string, at: UtcMs): Promise<boolean>;
  /**
   * The channel is closed to the app: what belongs to a private channel goes nowhere else. The fallback channel gets a card of
   * its own, which does not say what it is about; the admins are told when they haven't been.
   * @returns false when nothing about the message is private.
   */
  keepPrivate(delivery: Delivery, message: Message, code: string, fallback: string, at: UtcMs): Promise<boolean>;
  /** The channel is closed to the app: the card or the storm, and all that is owed to it, move to another one. */
  reroute(message: Message, target: string): Promise<void>;
  /** The message is gone from Slack: it is to be posted anew, before anything else of its lane. */
  repost(message: Message): Promise<void>;
  /** The workspace doesn't let the app change the message: it is posted anew once, and after that left as it is. */
  editRefused(message: Message): Promise<void>;
  /** Whether a message is still on its way. */
  isAwaited(message: Message): Promise<boolean>;
  /** Whether other deliveries of a message, and of its thread, may be in Slack or not. */
  isThreadInDoubt(message: Message | RunbookPost, exceptId: number): Promise<boolean>;
  /** The latest message in a workspace that the app knows of, by Slack's clock; null when there is none. */
  latestMessageAt(connectionId: number): Promise<UtcMs | null>;

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
