import { type Clock, MINUTE, type UtcMs } from '../../lib/clock.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { ownChannelOf } from '../kinds/incident-channel.ts';
import { isOutside, kindOf } from '../kinds/index.ts';
import { retractionOf } from '../kinds/retraction.ts';
import { runbookCallOf } from '../kinds/runbook-call.ts';
import { topicOf } from '../kinds/topic.ts';
import type { SlackReply } from '../message.ts';
import type { Renderer } from '../renderer.ts';
import type { Delivery, Job, StormLine } from '../types.ts';
import { callForRunbook } from './call-for-runbook.ts';
import { Calls, NoLongerOwed, OverBudget } from './calls.ts';
import { isChannelClosed, isEditRefused, isMessageGone, SlackFailure } from './failure.ts';
import { type Carriers, handOver } from './outside.ts';
import type { Payment } from './payments.ts';
import { retract } from './retract.ts';
import { setTopic } from './set-topic.ts';
import type { SlackPort } from './slack-port.ts';
import type { SlackTime } from './slack-time.ts';
import type { DeliveryStore } from './store.ts';
import { type OwnChannels, tendChannel } from './tend-channel.ts';

/** From when on a delivery says how late it is. */
const LATE = 2 * MINUTE;

/** What came of trying to deliver. */
export type Attempted =
  /** `first`: its message was not in Slack before. */
  | { kind: 'delivered'; first: boolean }
  /** Nothing was sent: the budget allows the call, of this method and in this channel, in `wait` milliseconds. */
  | { kind: 'over_budget'; wait: number }
  /** It turned out that something else has to be done; the lane's next delivery says what. */
  | { kind: 'changed' }
  /** Something else of the same thread has to be done first, or is about to come to it. */
  | { kind: 'blocked' }
  /** Slack refuses for good. */
  | { kind: 'refused'; code: string }
  /** To be tried again. */
  | { kind: 'postponed'; failure: SlackFailure; isUnsent: boolean };

/** What to do with a message that may be in Slack or not, where the app may not look: say it again, or give up. */
export type WhenUnknown = 'repeat' | 'give_up';

export interface AttemptDeps {
  store: DeliveryStore;
  slack: SlackPort;
  carriers: Carriers;
  ownChannels: OwnChannels;
  renderer: Renderer;
  clock: Clock;
  slackTime: SlackTime;
  whenUnknown: WhenUnknown;
  /** Where a card goes whose channel is closed to the app; null when there is no such channel. */
  fallbackChannel(connectionId: number): Promise<string | null>;
}

/** One attempt at one delivery: to the end, or as far as Slack and its limits let it. */
export async function attempt(parts: AttemptDeps, delivery: Delivery, payment: Payment): Promise<Attempted> {
  const { store, slack, clock } = parts;
  const job = await store.job(delivery.task);
  if (!job) return { kind: 'refused', code: 'nothing_to_show' };
  if (isOutside(job.kind)) return handOver(parts, parts.carriers[job.kind], delivery, job, payment);
  if (topicOf(job)) return setTopic(parts, delivery, job, payment);
  const runbookCall = runbookCallOf(job);
  if (runbookCall) return callForRunbook(parts, delivery, runbookCall, payment);
  const channel = ownChannelOf(job);
  if (channel) return tendChannel(parts, delivery, channel, payment);
  const retraction = retractionOf(job);
  if (retraction) return retract(parts, delivery, retraction);
  const kind = kindOf(job);
  if (
    delivery.inDoubtSince === null &&
    kind.mayGather?.(job) &&
    (await store.gather(delivery, job.place, clock.now()))
  ) {
    return { kind: 'changed' };
  }
  if (await isBlocked(parts, job)) return { kind: 'blocked' };
  if (delivery.inDoubtSince === null && kind.maySumUp?.(job)) {
    const summing = await store.sumUp(delivery, job.place, clock.now());
    if (summing === 'summed_up') return { kind: 'changed' };
    if (summing === 'growing') return { kind: 'blocked' };
  }
  if (delivery.inDoubtSince === null && kind.isGrowing?.(job, clock.now())) return { kind: 'blocked' };
  let calls: Calls | null = null;
  try {
    const { place } = job;
    const channelId = place.channelId ?? (await find(slack, job));
    if (channelId === null) return await closed(parts, delivery, job, 'channel_not_found');

    calls = new Calls(parts, delivery, job, channelId, payment);
    if (delivery.inDoubtSince !== null) {
      const posted = await calls.settle(delivery.inDoubtSince);
      if (posted) {
        await store.finish(delivery, posted, clock.now());
        return { kind: 'delivered', first: true };
      }
    }
    if (job.about?.kind === 'card' && kind.isCalledOff?.(job)) {
      await store.drop(job.about.place);
      return { kind: 'changed' };
    }
    return { kind: 'delivered', first: await calls.send((lines) => draw(parts, delivery, job, channelId, lines)) };
  } catch (error) {
    if (error instanceof OverBudget) return { kind: 'over_budget', wait: error.wait };
    if (error instanceof NoLongerOwed) return { kind: 'changed' };
    if (error instanceof NotForThisChannel) {
      await store.finish(delivery, null, clock.now());
      return { kind: 'changed' };
    }
    if (!(error instanceof SlackFailure)) throw error;
    if (job.message && movesThread(error) && (await store.isThreadInDoubt(job.message, delivery.id))) {
      // What may have been said in the thread as it is has to be found before there is another one.
      if (!calls?.leavesDoubt(error)) await store.settledAsUnsent(delivery.id);
      return { kind: 'blocked' };
    }
    if (isEditRefused(error) && kind.isMessage && job.about) {
      await store.editRefused(job.about);
      return { kind: 'changed' };
    }
    if (isMessageGone(error) && job.message) {
      await store.repost(job.message);
      return { kind: 'changed' };
    }
    if (isChannelClosed(error)) return await closed(parts, delivery, job, error.code);
    if (error.kind === 'refused') return { kind: 'refused', code: error.code };
    // Without a call nothing of it can have been sent; a doubt that was there before is still there.
    const leavesDoubt = calls ? calls.leavesDoubt(error) : delivery.inDoubtSince !== null;
    return { kind: 'postponed', failure: error, isUnsent: !leavesDoubt };
  }
}

/** The channel that it goes to; null when Slack shows the app no such channel. */
function find(slack: SlackPort, job: Job): Promise<string | null> {
  const { connectionId, target } = job.place;
  const wish = kindOf(job).channelWish?.(job);
  return wish ? slack.enter(connectionId, target, wish) : slack.channelId(connectionId, target);
}

/** The message is to be posted anew, here or elsewhere. */
function movesThread(failure: SlackFailure): boolean {
  return isEditRefused(failure) || isMessageGone(failure) || isChannelClosed(failure);
}

/** A line waits for the message whose thread it is for. */
async function isBlocked({ store }: AttemptDeps, job: Job): Promise<boolean> {
  if (job.place.ts !== null || kindOf(job).isMessage || !job.message) return false;
  return store.isAwaited(job.message);
}

/**
 * Moves the message to the fallback channel, which will say so; without one there is nowhere left to go. What is for a
 * person, or for the members of a private channel, goes to nobody else.
 */
async function closed(
  { store, clock, fallbackChannel }: AttemptDeps,
  delivery: Delivery,
  job: Job,
  code: string,
): Promise<Attempted> {
  const { place, about, message } = job;
  if (job.kind === 'summary' && (await store.setApart(delivery, place, clock.now()))) return { kind: 'changed' };
  if (!about || !message || isPersonTarget(place.target)) return { kind: 'refused', code };
  if (await store.stopListening(about, code, clock.now())) return { kind: 'changed' };
  const configured = await fallbackChannel(place.connectionId);
  const fallback = configured === place.target ? null : configured;
  if (fallback !== null && (await store.keepPrivate(delivery, about, code, fallback, clock.now()))) {
    return { kind: 'changed' };
  }
  await store.channelClosed(place, code, fallback, clock.now());
  if (fallback === null) return { kind: 'refused', code };
  await store.reroute(message, fallback);
  return { kind: 'changed' };
}

/** A line about what is private, in a channel that it does not belong to. */
class NotForThisChannel extends Error {}

/** @param channelId where the message is to be seen */
async function draw(
  { store, renderer, clock }: AttemptDeps,
  delivery: Delivery,
  loaded: Job,
  channelId: string,
  lines: StormLine[],
): Promise<SlackReply> {
  const lateBy = (since: UtcMs) => {
    const late = clock.now() - since;
    return late >= LATE ? late : null;
  };
  const job = (kindOf(loaded).isReadAnew && (await store.job(delivery.task))) || loaded;
  const message = await kindOf(job).draw(job, {
    renderer,
    channelId,
    // A message that is brought up to date is not late: it is there.
    lateBy: kindOf(job).isMessage && job.place.ts !== null ? null : lateBy(delivery.createdAt),
    lines: lines.map((line) => ({ ...line, lateBy: lateBy(line.createdAt) })),
  });
  if (message === null) throw new NotForThisChannel();
  return message;
}
