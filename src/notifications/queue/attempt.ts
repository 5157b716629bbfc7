import { type Clock, MINUTE, type UtcMs } from '../../clock.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import type { SlackReply } from '../message.ts';
import type { Renderer } from '../renderer.ts';
import type { Delivery, EditableJob, Job, StormLine } from '../types.ts';
import { Calls, NoLongerOwed, OverBudget } from './calls.ts';
import { isChannelClosed, isEditRefused, isMessageGone, SlackFailure } from './failure.ts';
import type { Payment } from './payments.ts';
import type { SlackPort } from './slack-port.ts';
import type { SlackTime } from './slack-time.ts';
import type { DeliveryStore } from './store.ts';

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
  /** Something else of the same thread has to be done first. */
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
  if (mayBecomeStorm(delivery, job) && (await store.gather(delivery, job.place, clock.now()))) {
    return { kind: 'changed' };
  }
  if (await isBlocked(parts, job)) return { kind: 'blocked' };
  let calls: Calls | null = null;
  try {
    const { place } = job;
    const channelId = place.channelId ?? (await slack.channelId(place.connectionId, place.target));
    if (channelId === null) return await closed(parts, delivery, job, 'channel_not_found');

    calls = new Calls(parts, delivery, job, channelId, payment);
    if (delivery.inDoubtSince !== null) {
      const posted = await calls.settle(delivery.inDoubtSince);
      if (posted) {
        await store.finish(delivery, posted, clock.now());
        return { kind: 'delivered', first: true };
      }
    }
    if (isCalledOff(job)) {
      await store.drop(job.place);
      return { kind: 'changed' };
    }
    return { kind: 'delivered', first: await calls.send((lines) => render(parts, delivery, job, channelId, lines)) };
  } catch (error) {
    if (error instanceof OverBudget) return { kind: 'over_budget', wait: error.wait };
    if (error instanceof NoLongerOwed) return { kind: 'changed' };
    if (error instanceof NotForThisChannel) {
      await store.finish(delivery, null, clock.now());
      return { kind: 'changed' };
    }
    if (!(error instanceof SlackFailure)) throw error;
    if (movesThread(error) && (await store.isThreadInDoubt(job, delivery.id))) {
      // What may have been said in the thread as it is has to be found before there is another one.
      if (!calls?.leavesDoubt(error)) await store.settledAsUnsent(delivery.id);
      return { kind: 'blocked' };
    }
    if (isEditRefused(error) && isEditable(job)) {
      await store.editRefused(job);
      return { kind: 'changed' };
    }
    if (isMessageGone(error) && job.kind !== 'notice') {
      await store.repost(job);
      return { kind: 'changed' };
    }
    if (isChannelClosed(error)) return await closed(parts, delivery, job, error.code);
    if (error.kind === 'refused') return { kind: 'refused', code: error.code };
    // Without a call nothing of it can have been sent; a doubt that was there before is still there.
    const leavesDoubt = calls ? calls.leavesDoubt(error) : delivery.inDoubtSince !== null;
    return { kind: 'postponed', failure: error, isUnsent: !leavesDoubt };
  }
}

/** The message is to be posted anew, here or elsewhere. */
function movesThread(failure: SlackFailure): boolean {
  return isEditRefused(failure) || isMessageGone(failure) || isChannelClosed(failure);
}

/** A line waits for the message whose thread it is for. */
async function isBlocked({ store }: AttemptDeps, job: Job): Promise<boolean> {
  if (job.place.ts !== null || (job.kind !== 'line' && job.kind !== 'storm_lines')) return false;
  return store.isAwaited(job.place);
}

function isEditable(job: Job): job is EditableJob {
  return job.kind === 'card' || job.kind === 'storm';
}

/** A page that is not in Slack, and that nobody needs any more. */
function isCalledOff(job: Job): job is Extract<Job, { kind: 'card' }> {
  return job.kind === 'card' && job.place.isCalledOff && job.place.ts === null;
}

/** A new card may turn out to be one of many; so may those that come while a storm's message is drawn. */
function mayBecomeStorm({ inDoubtSince }: Delivery, { kind, place }: Job): boolean {
  return inDoubtSince === null && (kind === 'storm' || (kind === 'card' && place.ts === null));
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
  if (job.kind === 'notice' || isPersonTarget(job.place.target)) return { kind: 'refused', code };
  const { place } = job;
  const configured = await fallbackChannel(place.connectionId);
  const fallback = configured === place.target ? null : configured;
  if (fallback !== null && (await store.keepPrivate(delivery, job, code, fallback, clock.now()))) {
    return { kind: 'changed' };
  }
  await store.channelClosed(place, code, fallback, clock.now());
  if (fallback === null) return { kind: 'refused', code };
  await store.reroute(job, fallback);
  return { kind: 'changed' };
}

/** A line about what is private, in a channel that it does not belong to. */
class NotForThisChannel extends Error {}

/** @param channelId where the message is to be seen */
async function render(
  { renderer, clock }: AttemptDeps,
  delivery: Delivery,
  job: Job,
  channelId: string,
  lines: StormLine[],
): Promise<SlackReply> {
  const lateBy = (since: UtcMs) => {
    const late = clock.now() - since;
    return late >= LATE ? late : null;
  };
  const ofFirstPost = job.place.ts === null ? lateBy(delivery.createdAt) : null;
  switch (job.kind) {
    case 'card':
      return renderer.card({ ...job.place, channelId }, ofFirstPost);
    case 'line':
      return said(await renderer.line({ ...job.place, channelId }, job.event, lateBy(delivery.createdAt)));
    case 'storm':
      return renderer.storm({ ...job.place, channelId }, ofFirstPost);
    case 'storm_lines':
      return said(
        await renderer.stormLines(
          { ...job.place, channelId },
          lines.map(({ event, createdAt }) => ({ event, lateBy: lateBy(createdAt) })),
        ),
      );
    case 'notice':
      return renderer.notice(job.place);
  }
}

function said(line: SlackReply | null): SlackReply {
  if (line === null) throw new NotForThisChannel();
  return line;
}
