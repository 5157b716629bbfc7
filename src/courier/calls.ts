import type { UtcMs } from '../clock.ts';
import type { AttemptParts } from './attempt.ts';
import { SlackFailure } from './failure.ts';
import type { SlackReply } from './message.ts';
import type { Destination } from './slack-port.ts';
import type { PostedAt } from './store.ts';
import type { Delivery, Job } from './types.ts';

export class OverBudget extends Error {
  constructor(readonly wait: number) {
    super('over budget');
  }
}

/** Somebody has taken the delivery back at the last moment. */
export class NoLongerOwed extends Error {}

/** The calls that one delivery needs. */
export class Calls {
  constructor(
    private readonly parts: AttemptParts,
    private readonly delivery: Delivery,
    private readonly job: Job,
    private readonly channelId: string,
  ) {}

  /**
   * @param render draws the message, once the delivery is taken: what changes from then on is another delivery's.
   * @returns whether the message is new in Slack, and not one brought up to date.
   */
  async send(render: () => Promise<SlackReply>): Promise<boolean> {
    const { delivery, job } = this;
    const { store, slack, clock } = this.parts;
    const { connectionId, ts } = job.place;
    if (isHead(job) && ts !== null) {
      const posted = { channelId: this.channelId, ts };
      await this.effect('chat.update', async () => slack.update(connectionId, posted, await render(), delivery.uuid));
      await store.finish(delivery, null, clock.now());
      return false;
    }
    const to = this.destination();
    const post = () => this.effect('chat.postMessage', async () => slack.post(to, await render(), delivery.uuid));
    await store.finish(delivery, await this.joining(post), clock.now());
    return true;
  }

  /** After an attempt with an unknown outcome: the message, if the attempt did become one. */
  async settle(since: UtcMs): Promise<PostedAt | null> {
    if (isHead(this.job) && this.job.place.ts !== null) return null; // updating again changes nothing
    const at = this.destination();
    try {
      return await this.joining(() => this.parts.slack.find(at, this.delivery.uuid, since));
    } catch (error) {
      if (!(error instanceof SlackFailure) || !isUnreadable(error)) throw error;
      // By default a message twice is better than a page that never came.
      if (this.parts.whenUnknown === 'repeat') return null;
      throw new SlackFailure('refused', 'outcome_unknown', 0, { cause: error });
    }
  }

  /** Messages in a public channel may need the bot in it: it joins, and tries once more. */
  private async joining<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.code !== 'not_in_channel') throw error;
      await this.join(error);
      return await work();
    }
  }

  /** A channel that can't be joined is one the app is not in. */
  private async join(notInChannel: SlackFailure): Promise<void> {
    try {
      await this.parts.slack.join(this.job.place.connectionId, this.channelId);
    } catch (error) {
      if (error instanceof SlackFailure && error.code === 'is_archived') throw error;
      if (error instanceof SlackFailure && (error.kind === 'refused' || error.code === 'missing_scope')) {
        throw notInChannel;
      }
      throw error;
    }
  }

  /** A call that people will see: paid for before it is made, and on disk as begun. */
  private async effect<T>(method: 'chat.postMessage' | 'chat.update', work: () => Promise<T>): Promise<T> {
    const { budget, clock, store } = this.parts;
    const { connectionId } = this.job.place;
    const wait = budget.spend({ connectionId, method, channelId: this.channelId }, this.delivery.priority);
    if (wait > 0) throw new OverBudget(wait);
    if (!(await store.begin(this.delivery.id, clock.now()))) throw new NoLongerOwed();
    return await work();
  }

  private destination(): Destination {
    const { connectionId, ts } = this.job.place;
    if (isHead(this.job)) return { connectionId, channelId: this.channelId, threadTs: null };
    // A line without its card has no thread to go to: the card was refused, or is gone.
    if (ts === null) throw new SlackFailure('refused', 'card_not_posted');
    return { connectionId, channelId: this.channelId, threadTs: ts };
  }
}

/** It is the message itself, and not a line in its thread. */
function isHead({ kind }: Job): boolean {
  return kind === 'card' || kind === 'storm' || kind === 'notice';
}

/** Slack won't let the app look into the channel's history; asking again changes nothing. */
function isUnreadable({ kind, code }: SlackFailure): boolean {
  return kind === 'refused' || code === 'missing_scope';
}
