import { type Clock, MINUTE, type UtcMs } from '../clock.ts';
import type { Budget, BudgetedMethod } from './budget.ts';
import { isChannelClosed, isMessageGone, SlackFailure } from './failure.ts';
import type { SlackMessage } from './message.ts';
import type { Renderer } from './renderer.ts';
import type { Destination, SlackPort } from './slack-port.ts';
import type { DeliveryStore, PostedAt } from './store.ts';
import type { Card, Delivery } from './types.ts';

/** From when on a delivery says how late it is. */
const LATE = 2 * MINUTE;

/** What came of trying to deliver. */
export type Attempted =
  | { kind: 'delivered' }
  /** Nothing was sent: the budget allows the call in `wait` milliseconds. */
  | { kind: 'over_budget'; wait: number }
  /** Slack showed that the delivery has to be done in another way; it is still the lane's next. */
  | { kind: 'changed' }
  /** Slack refuses for good. */
  | { kind: 'refused'; code: string }
  /** To be tried again; the message was surely not sent unless `inDoubt`. */
  | { kind: 'postponed'; failure: SlackFailure; inDoubt: boolean };

export interface AttemptParts {
  store: DeliveryStore;
  slack: SlackPort;
  renderer: Renderer;
  budget: Budget;
  clock: Clock;
  /** Where a card goes whose channel is closed to the app; null when there is no such channel. */
  fallbackChannel(connectionId: number): Promise<string | null>;
}

class OverBudget extends Error {
  constructor(readonly wait: number) {
    super('over budget');
  }
}

/** One attempt at one delivery: to the end, or as far as Slack and its limits let it. */
export async function attempt(parts: AttemptParts, delivery: Delivery): Promise<Attempted> {
  const { store, slack } = parts;
  const card = await store.card(delivery.task.cardId);
  if (!card) return { kind: 'refused', code: 'card_gone' };
  let inDoubt = delivery.inDoubtSince !== null;
  try {
    const channelId = card.channelId ?? (await slack.channelId(card.connectionId, card.target));
    if (channelId === null) return await closed(parts, card, 'channel_not_found');

    const work = new CallsOf(parts, delivery, card, channelId);
    if (delivery.inDoubtSince !== null) {
      const posted = await work.settle(delivery.inDoubtSince);
      if (posted) {
        await store.finish(delivery, posted);
        return { kind: 'delivered' };
      }
      await store.settledAsUnsent(delivery.id);
      inDoubt = false;
    }
    await work.send();
    return { kind: 'delivered' };
  } catch (error) {
    if (error instanceof OverBudget) return { kind: 'over_budget', wait: error.wait };
    if (!(error instanceof SlackFailure)) throw error;
    if (isMessageGone(error)) {
      await store.repost(card);
      return { kind: 'changed' };
    }
    if (isChannelClosed(error)) return await closed(parts, card, error.code);
    if (error.kind === 'refused') return { kind: 'refused', code: error.code };
    return { kind: 'postponed', failure: error, inDoubt: inDoubt || error.kind === 'in_doubt' };
  }
}

/** Moves the card to the fallback channel, which will say so; without one there is nowhere left to go. */
async function closed({ store, fallbackChannel }: AttemptParts, card: Card, code: string): Promise<Attempted> {
  const fallback = await fallbackChannel(card.connectionId);
  if (fallback === null || fallback === card.target) return { kind: 'refused', code };
  await store.reroute(card, fallback);
  return { kind: 'changed' };
}

/** The calls that one delivery needs, each paid for before it is made. */
class CallsOf {
  constructor(
    private readonly parts: AttemptParts,
    private readonly delivery: Delivery,
    private readonly card: Card,
    private readonly channelId: string,
  ) {}

  async send(): Promise<void> {
    const { card, delivery } = this;
    const { store, slack } = this.parts;
    if (delivery.task.kind === 'card' && card.ts !== null) {
      const message = await this.render();
      const posted = { channelId: this.channelId, ts: card.ts };
      await this.call('chat.update', true, () => slack.update(card.connectionId, posted, message, delivery.uuid));
      await store.finish(delivery, null);
      return;
    }
    const message = await this.render();
    const post = () =>
      this.call('chat.postMessage', true, () => slack.post(this.destination(), message, delivery.uuid));
    const posted = await this.joining(post);
    await store.finish(delivery, posted);
  }

  /** After an attempt with an unknown outcome: the message, if the attempt did become one. */
  async settle(since: UtcMs): Promise<PostedAt | null> {
    if (this.delivery.task.kind === 'card' && this.card.ts !== null) return null; // updating again changes nothing
    const at = this.destination();
    const method = at.threadTs === null ? 'conversations.history' : 'conversations.replies';
    const find = () => this.call(method, false, () => this.parts.slack.find(at, this.delivery.uuid, since));
    try {
      return await this.joining(find);
    } catch (error) {
      // Where history can't be read, a message twice is better than a page that never came.
      if (error instanceof SlackFailure && error.kind === 'refused') return null;
      throw error;
    }
  }

  /** Messages in a public channel may need the bot in it: it joins, and tries once more. */
  private async joining<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.code !== 'not_in_channel') throw error;
      const { connectionId } = this.card;
      await this.call('conversations.join', false, () => this.parts.slack.join(connectionId, this.channelId));
      return await work();
    }
  }

  private async call<T>(method: BudgetedMethod, hasEffect: boolean, work: () => Promise<T>): Promise<T> {
    const { budget, clock, store } = this.parts;
    const { connectionId } = this.card;
    const spending = { connectionId, method, channelId: this.channelId, priority: this.delivery.priority };
    const wait = budget.spend(spending);
    if (wait > 0) throw new OverBudget(wait);
    if (hasEffect) await store.begin(this.delivery.id, clock.now());
    try {
      return await work();
    } catch (error) {
      if (error instanceof SlackFailure && error.kind === 'rate_limited') budget.exhausted(spending, error.retryAfter);
      throw error;
    }
  }

  private destination(): Destination {
    const { connectionId, ts } = this.card;
    const inThread = this.delivery.task.kind === 'line';
    // A line without its card has no thread to go to: the card was refused, or is gone.
    if (inThread && ts === null) throw new SlackFailure('refused', 'card_not_posted');
    return { connectionId, channelId: this.channelId, threadTs: inThread ? ts : null };
  }

  private async render(): Promise<SlackMessage> {
    const { renderer, store } = this.parts;
    const { task } = this.delivery;
    if (task.kind === 'card') return renderer.card(this.card, this.card.ts === null ? this.lateBy() : null);
    const event = await store.event(task.eventId);
    if (!event) throw new SlackFailure('refused', 'event_gone');
    return renderer.line(this.card, event, this.lateBy());
  }

  private lateBy(): number | null {
    const late = this.parts.clock.now() - this.delivery.createdAt;
    return late >= LATE ? late : null;
  }
}
