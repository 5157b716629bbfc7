import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage, SlackReply } from '../message.ts';
import type { ChannelWish } from '../requested/types.ts';
import type { PostedAt } from './store.ts';

/** Where a message goes: a channel, or a thread in one. */
export interface Destination {
  connectionId: number;
  /** A channel's id; or a person's, for their direct messages. */
  channelId: string;
  threadTs: string | null;
}

/** A bookmark that a channel has. */
export interface ChannelBookmark {
  id: string;
  title: string;
  link: string;
  /** The app has made it, and nobody has changed it since. */
  isOurs: boolean;
}

/** What is taken back of a thread. */
export interface Retracted {
  /** Only what is said about this incident alone, such as INC-42; null for all of it. */
  about: string | null;
  /** The message, too, in whose thread it is. */
  withMessage: boolean;
}

/**
 * What the courier needs of Slack. Every method throws `SlackFailure`, nothing else. Posting and updating are paid for by
 * the courier, which gives up its turn when there is no budget; the other calls wait for theirs by themselves.
 */
export interface SlackPort {
  /** The id of a channel named as in opsknight.yml; null when Slack shows the app no such channel. */
  channelId(connectionId: number, target: string): Promise<string | null>;
  /** The same for a channel that the app gets into, when it can: it makes one that is missing, and joins a public one. */
  enter(connectionId: number, target: string, wish: ChannelWish): Promise<string | null>;
  post(to: Destination, message: SlackReply, deliveryUuid: string): Promise<PostedAt>;
  update(connectionId: number, posted: PostedAt, message: SlackMessage, deliveryUuid: string): Promise<void>;
  /** Looks for the message that a delivery may have become, from `since` by Slack's clock; null when it isn't there. */
  find(at: Destination, deliveryUuid: string, since: UtcMs): Promise<PostedAt | null>;
  /** Takes back what the app has said in a thread. What is gone is gone. */
  retract(connectionId: number, thread: PostedAt, what: Retracted): Promise<void>;
  /** As Slack has it, with what Slack spells as entities. */
  topic(connectionId: number, channelId: string): Promise<string>;
  setTopic(connectionId: number, channelId: string, topic: string): Promise<void>;
  /** Makes a channel, and is in it. @returns its id */
  makeChannel(connectionId: number, name: string, isPrivate: boolean): Promise<string>;
  /** The id of a channel of this name that the app has made itself, from `since` by Slack's clock; null for none. */
  madeChannel(connectionId: number, name: string, since: UtcMs): Promise<string | null>;
  /** Of a channel that the app has made. */
  rename(connectionId: number, channelId: string, name: string): Promise<void>;
  setPurpose(connectionId: number, channelId: string, purpose: string): Promise<void>;
  pin(connectionId: number, at: PostedAt): Promise<void>;
  unpin(connectionId: number, at: PostedAt): Promise<void>;
  addBookmark(connectionId: number, channelId: string, bookmark: { title: string; link: string }): Promise<void>;
  bookmarks(connectionId: number, channelId: string): Promise<ChannelBookmark[]>;
  removeBookmark(connectionId: number, channelId: string, bookmarkId: string): Promise<void>;
  invite(connectionId: number, channelId: string, slackUserId: string): Promise<void>;
  /** Whether a person has written in a channel, or in the threads of its newest messages, since then by Slack's clock. */
  isInUse(connectionId: number, channelId: string, since: UtcMs): Promise<boolean>;
  archive(connectionId: number, channelId: string): Promise<void>;
  /** Joins a public channel. */
  join(connectionId: number, channelId: string): Promise<void>;
}
