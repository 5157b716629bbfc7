import { randomUUID } from 'node:crypto';
import type { Stopwatch, UtcMs } from '../../src/lib/clock.ts';
import type { SlackMessage } from '../../src/notifications/message.ts';
import { SlackFailure } from '../../src/notifications/queue/failure.ts';
import type { Destination, Retracted, SlackPort } from '../../src/notifications/queue/slack-port.ts';
import { momentOf } from '../../src/notifications/queue/slack-time.ts';
import type { PostedAt } from '../../src/notifications/queue/store.ts';

export interface ModelMessage extends PostedAt {
  threadTs: string | null;
  text: string;
  uuid: string;
  /** Its reply was lost, and then the app could not look for it: it can't know that it is there. */
  isUnknown: boolean;
}

/** What can go wrong with one call. */
export type Mishap =
  | 'rate_limited'
  | 'unreachable'
  | 'lost_before'
  | 'lost_after'
  | 'stumbled_before'
  | 'stumbled_after';

/** When Slack's clock and the app's stopwatch began. */
const BEGINNING = Date.UTC(2026, 0, 5, 12);

/** A Slack small enough to be understood at a glance: channels, messages, threads, and a list of mishaps to come. */
export class ModelSlack implements SlackPort {
  messages: ModelMessage[] = [];
  readonly closed = new Map<string, string>();
  readonly posts: string[] = [];
  /** Every call that was made, with what it said. */
  readonly calls: { method: string; channelId: string; text: string }[] = [];
  /** What becomes of the next calls, one each. */
  mishaps: (Mishap | null)[] = [];
  /** Channels of which the app may not read the history. */
  readonly unreadable = new Set<string>();
  /** Channels that a bot has to be in: it was put out of them. */
  readonly kickedFrom = new Set<string>();
  /** Whether the workspace forbids to change messages. */
  editsRefused: 'no' | 'yes' = 'no';
  /** A filter on the way lets no message pass that says this. */
  poison: string | null = null;
  /** It answers every call with an error of its own, and does nothing. */
  outage = false;
  private count = 0;

  constructor(private readonly stopwatch: Stopwatch = { elapsed: () => 0 }) {}

  async channelId(_connectionId: number, target: string): Promise<string | null> {
    return target;
  }

  enter(connectionId: number, target: string): Promise<string | null> {
    return this.channelId(connectionId, target);
  }

  /** No test of the courier is about topics. */
  async topic(): Promise<string> {
    return '';
  }

  async setTopic(): Promise<void> {}

  /** Nor about channels of incidents' own. */
  async makeChannel(): Promise<string> {
    return 'CMADE';
  }

  async madeChannel(): Promise<null> {
    return null;
  }

  async setPurpose(): Promise<void> {}

  async pin(): Promise<void> {}

  async unpin(): Promise<void> {}

  async addBookmark(): Promise<void> {}

  async bookmarks(): Promise<[]> {
    return [];
  }

  async removeBookmark(): Promise<void> {}

  async invite(): Promise<void> {}

  async rename(): Promise<void> {}

  async isInUse(): Promise<boolean> {
    return false;
  }

  async archive(): Promise<void> {}

  post(to: Destination, { text }: SlackMessage, uuid: string): Promise<PostedAt> {
    return this.call('chat.postMessage', to.channelId, text, () => {
      this.demandOpen(to.channelId);
      this.demandThread(to);
      const posted = { channelId: to.channelId, ts: this.timestamp() };
      this.messages.push({ ...posted, threadTs: to.threadTs, text, uuid, isUnknown: false });
      this.posts.push(text);
      return posted;
    });
  }

  update(_connectionId: number, { ts, channelId }: PostedAt, { text }: SlackMessage, uuid: string): Promise<void> {
    return this.call('chat.update', channelId, text, () => {
      this.demandOpen(channelId);
      const message = this.messages.find((one) => one.ts === ts);
      if (!message) throw new SlackFailure('refused', 'message_not_found');
      if (this.editsRefused === 'yes') throw new SlackFailure('refused', 'edit_window_closed');
      Object.assign(message, { text, uuid });
    });
  }

  find(at: Destination, uuid: string, since: UtcMs): Promise<PostedAt | null> {
    return this.call('conversations.history', at.channelId, '', () => {
      const found = this.messages.find(
        (one) => one.uuid === uuid && one.threadTs === at.threadTs && momentOf(one.ts) >= since - 1,
      );
      try {
        if (this.unreadable.has(at.channelId)) throw new SlackFailure('not_admitted', 'missing_scope');
        this.demandOpen(at.channelId);
        this.demandThread(at);
      } catch (refusal) {
        if (found) found.isUnknown = true;
        throw refusal;
      }
      if (!found) return null;
      found.isUnknown = false;
      return { channelId: found.channelId, ts: found.ts };
    });
  }

  retract(_connectionId: number, { channelId, ts }: PostedAt, { about, withMessage }: Retracted): Promise<void> {
    return this.call('chat.delete', channelId, '', () => {
      this.demandOpen(channelId);
      const goes = (one: ModelMessage) =>
        one.threadTs === ts ? about === null || one.text.includes(about) : withMessage && one.ts === ts;
      this.messages = this.messages.filter((one) => !goes(one));
    });
  }

  async join(_connectionId: number, channelId: string): Promise<void> {
    this.demandOpen(channelId, false);
    this.kickedFrom.delete(channelId);
  }

  /** Somebody deletes a message of a channel by hand, and its thread goes with it. */
  deleteByHand(ts: string): void {
    this.messages = this.messages.filter((one) => one.ts !== ts && one.threadTs !== ts);
  }

  /** What stands in the channels themselves. */
  roots(): ModelMessage[] {
    return this.messages.filter(({ threadTs }) => threadTs === null);
  }

  repliesTo(root: ModelMessage): ModelMessage[] {
    return this.messages.filter(({ threadTs }) => threadTs === root.ts);
  }

  /** Slack's own clock goes on evenly; no two messages have the same time. */
  private timestamp(): string {
    return ((BEGINNING + this.stopwatch.elapsed()) / 1_000 + ++this.count / 1_000_000).toFixed(6);
  }

  private demandThread({ threadTs }: Destination): void {
    if (threadTs !== null && !this.messages.some(({ ts }) => ts === threadTs)) {
      throw new SlackFailure('refused', 'thread_not_found');
    }
  }

  private demandOpen(channelId: string, asMember = true): void {
    const code = this.closed.get(channelId);
    if (code) throw new SlackFailure('refused', code);
    if (asMember && this.kickedFrom.has(channelId)) throw new SlackFailure('refused', 'not_in_channel');
  }

  private async call<T>(method: string, channelId: string, text: string, effect: () => T): Promise<T> {
    await Promise.resolve(randomUUID()); // an answer never comes in the same breath
    this.calls.push({ method, channelId, text });
    if (this.outage) throw new SlackFailure('in_doubt', 'http_500');
    if (this.poison !== null && text.includes(this.poison)) throw new SlackFailure('in_doubt', 'http_403');
    switch (this.mishaps.shift()) {
      case 'rate_limited':
        throw new SlackFailure('rate_limited', 'ratelimited', 1_000);
      case 'unreachable':
        throw new SlackFailure('unreachable', 'ECONNREFUSED');
      case 'lost_before':
        throw new SlackFailure('in_doubt', 'ECONNRESET');
      case 'lost_after':
        effect();
        throw new SlackFailure('in_doubt', 'ECONNRESET');
      case 'stumbled_before':
        throw new SlackFailure('in_doubt', 'http_500');
      case 'stumbled_after':
        effect();
        throw new SlackFailure('in_doubt', 'http_500');
      default:
        return effect();
    }
  }
}
