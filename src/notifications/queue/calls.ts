import type { UtcMs } from '../../lib/clock.ts';
import { kindOf } from '../kinds/index.ts';
import type { SlackReply } from '../message.ts';
import type { Delivery, Job, SendingMethod, StormLine } from '../types.ts';
import type { AttemptDeps } from './attempt.ts';
import { isChannelClosed, SlackFailure } from './failure.ts';
import type { Payment } from './payments.ts';
import type { Destination } from './slack-port.ts';
import type { PostedAt } from './store.ts';

export class OverBudget extends Error {
  constructor(readonly wait: number) {
    super('over budget');
  }
}

/** Somebody has taken the delivery back at the last moment, or it has nothing to say any more. */
export class NoLongerOwed extends Error {}

/** Draws the message; for one of a storm's thread, of these lines. */
type Render = (lines: StormLine[]) => Promise<SlackReply>;

/** The calls that one delivery needs. */
export class Calls {
  private mayBeInSlack: boolean;

  constructor(
    private readonly parts: AttemptDeps,
    private readonly delivery: Delivery,
    private readonly job: Job,
    private readonly channelId: string,
    private readonly payment: Payment,
  ) {
    this.mayBeInSlack = delivery.inDoubtSince !== null;
  }

  /** Whether a failure leaves open that Slack has the message. */
  leavesDoubt(failure: SlackFailure): boolean {
    return this.mayBeInSlack || failure.kind === 'in_doubt';
  }

  /**
   * @param render draws the message, once the delivery is taken: what changes from then on is another delivery's.
   * @returns whether the message is new in Slack, and not one brought up to date.
   */
  async send(render: Render): Promise<boolean> {
    const { delivery, job } = this;
    const { store, slack, clock, slackTime } = this.parts;
    const { connectionId, ts } = job.place;
    if (kindOf(job).isMessage && ts !== null) {
      const posted = { channelId: this.channelId, ts };
      await this.joining(() =>
        this.effect('chat.update', render, (message, uuid) => slack.update(connectionId, posted, message, uuid)),
      );
      await store.finish(delivery, null, clock.now());
      return false;
    }
    const to = this.destination();
    const posted = await this.joining(() =>
      this.effect('chat.postMessage', render, (message, uuid) => slack.post(to, message, uuid)),
    );
    slackTime.hear(connectionId, posted.ts);
    await store.finish(delivery, posted, clock.now());
    return true;
  }

  /** After an attempt with an unknown outcome: the message, if the attempt did become one. Otherwise it may be sent again. */
  async settle(since: UtcMs): Promise<PostedAt | null> {
    const posted = await this.look(since);
    if (!posted) {
      await this.parts.store.settledAsUnsent(this.delivery.id);
      this.mayBeInSlack = false;
    }
    return posted;
  }

  private async look(since: UtcMs): Promise<PostedAt | null> {
    if (kindOf(this.job).isMessage && this.job.place.ts !== null) return null; // updating again changes nothing
    const at = this.destination();
    try {
      return await this.joining(() => this.parts.slack.find(at, this.delivery.uuid, since));
    } catch (error) {
      if (!(error instanceof SlackFailure) || !isUnreadable(error)) throw error;
      // By default a message twice is better than a page that never came; where nothing can be said, neither is needed.
      if (this.parts.whenUnknown === 'repeat') {
        if (isChannelClosed(error) && error.code !== 'not_in_channel') throw error;
        return null;
      }
      throw new SlackFailure('refused', 'outcome_unknown', 0, { cause: error });
    }
  }

  /** Messages in a public channel may need the bot in it: it joins, and tries once more. */
  private async joining<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.code !== 'not_in_channel') throw error;
      if (!this.mayBeInSlack) await this.parts.store.settledAsUnsent(this.delivery.id);
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
  private async effect<T>(
    method: SendingMethod,
    render: Render,
    call: (message: SlackReply, uuid: string) => Promise<T>,
  ): Promise<T> {
    const { store, slackTime } = this.parts;
    const wait = this.payment.use(method, this.channelId);
    if (wait > 0) throw new OverBudget(wait);
    const begun = await store.begin(this.delivery, await slackTime.atLeast(this.job.place.connectionId));
    if (!begun) throw new NoLongerOwed();
    return await call(await this.drawn(() => render(begun.lines)), begun.uuid);
  }

  /** What can't be drawn has surely not been sent. */
  private async drawn(render: () => Promise<SlackReply>): Promise<SlackReply> {
    try {
      return await render();
    } catch (error) {
      await this.parts.store.settledAsUnsent(this.delivery.id);
      throw error;
    }
  }

  private destination(): Destination {
    const { connectionId, ts } = this.job.place;
    if (kindOf(this.job).isMessage) return { connectionId, channelId: this.channelId, threadTs: null };
    // A line without its card has no thread to go to: the card was refused, or is gone.
    if (ts === null) throw new SlackFailure('refused', 'card_not_posted');
    return { connectionId, channelId: this.channelId, threadTs: ts };
  }
}

/** Slack won't let the app look into the channel's history; asking again changes nothing. */
function isUnreadable({ kind, code }: SlackFailure): boolean {
  return kind === 'refused' || code === 'missing_scope';
}
