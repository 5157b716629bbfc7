import { randomUUID } from 'node:crypto';
import { SlackFailure } from '../../src/courier/failure.ts';
import type { SlackMessage } from '../../src/courier/message.ts';
import type { Destination, SlackPort } from '../../src/courier/slack-port.ts';
import type { PostedAt } from '../../src/courier/store.ts';

export interface ModelMessage extends PostedAt {
  threadTs: string | null;
  text: string;
  uuid: string;
}

/** What can go wrong with one call. */
export type Mishap = 'rate_limited' | 'unreachable' | 'lost_before' | 'lost_after' | 'stumbled_after';

/** A Slack small enough to be understood at a glance: channels, messages, threads, and a list of mishaps to come. */
export class ModelSlack implements SlackPort {
  messages: ModelMessage[] = [];
  readonly closed = new Map<string, string>();
  readonly posts: string[] = [];
  /** What becomes of the next calls, one each. */
  mishaps: (Mishap | null)[] = [];
  /** Channels of which the app may not read the history. */
  readonly unreadable = new Set<string>();
  private count = 0;

  async channelId(_connectionId: number, target: string): Promise<string | null> {
    return target;
  }

  post(to: Destination, { text }: SlackMessage, uuid: string): Promise<PostedAt> {
    return this.call(() => {
      this.demandOpen(to.channelId);
      if (to.threadTs !== null && !this.has(to.threadTs)) throw new SlackFailure('refused', 'thread_not_found');
      const posted = { channelId: to.channelId, ts: String(++this.count) };
      this.messages.push({ ...posted, threadTs: to.threadTs, text, uuid });
      this.posts.push(text);
      return posted;
    });
  }

  update(_connectionId: number, { ts, channelId }: PostedAt, { text }: SlackMessage, uuid: string): Promise<void> {
    return this.call(() => {
      this.demandOpen(channelId);
      const message = this.messages.find((one) => one.ts === ts);
      if (!message) throw new SlackFailure('refused', 'message_not_found');
      Object.assign(message, { text, uuid });
    });
  }

  find(at: Destination, uuid: string): Promise<PostedAt | null> {
    return this.call(() => {
      if (this.unreadable.has(at.channelId)) throw new SlackFailure('not_admitted', 'missing_scope');
      this.demandOpen(at.channelId);
      if (at.threadTs !== null && !this.has(at.threadTs)) throw new SlackFailure('refused', 'thread_not_found');
      const found = this.messages.find((one) => one.uuid === uuid && one.threadTs === at.threadTs);
      return found ? { channelId: found.channelId, ts: found.ts } : null;
    });
  }

  async join(): Promise<void> {}

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

  private has(ts: string): boolean {
    return this.messages.some((one) => one.ts === ts);
  }

  private demandOpen(channelId: string): void {
    const code = this.closed.get(channelId);
    if (code) throw new SlackFailure('refused', code);
  }

  private async call<T>(effect: () => T): Promise<T> {
    await Promise.resolve(randomUUID()); // an answer never comes in the same breath
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
      case 'stumbled_after':
        effect();
        throw new SlackFailure('in_doubt', 'http_500');
      default:
        return effect();
    }
  }
}
