import { topicOf } from '../kinds/topic.ts';
import type { TopicPart } from '../team-channels/plan.ts';
import { withPart } from '../team-channels/topic.ts';
import type { Delivery, Job } from '../types.ts';
import type { AttemptDeps, Attempted } from './attempt.ts';
import { SlackFailure } from './failure.ts';
import type { Payment } from './payments.ts';

/** One attempt to bring our part of a topic up to date. It is read first, so that a second attempt changes nothing. */
export async function setTopic(
  { store, slack, renderer, clock }: Pick<AttemptDeps, 'store' | 'slack' | 'renderer' | 'clock'>,
  delivery: Delivery,
  { place: { connectionId, target } }: Job,
  payment: Payment,
): Promise<Attempted> {
  try {
    const channelId = await slack.enter(connectionId, target, { create: false, isPrivate: false });
    if (channelId === null) return { kind: 'refused', code: 'channel_not_found' };
    const wait = payment.use('conversations.setTopic', channelId);
    if (wait > 0) return { kind: 'over_budget', wait };
    if (!(await store.begin(delivery, clock.now()))) return { kind: 'changed' };
    // As it is now: from here on, a change is another delivery's.
    const { onDuty, written } = await partOf(store, delivery);
    const wanted = onDuty.length === 0 ? null : renderer.topicPart(onDuty);
    const topic = await slack.topic(connectionId, channelId);
    const changed = withPart(topic, written, wanted);
    if (changed !== topic) await slack.setTopic(connectionId, channelId, changed);
    await store.topicIsSet(delivery, wanted);
    return { kind: 'delivered', first: true };
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    // Without the scope it goes on without the topic; `doctor` lists it.
    if (error.kind === 'refused' || error.code === 'missing_scope') return { kind: 'refused', code: error.code };
    return { kind: 'postponed', failure: error, isUnsent: true };
  }
}

async function partOf(store: AttemptDeps['store'], { task }: Delivery): Promise<Pick<TopicPart, 'onDuty' | 'written'>> {
  const job = await store.job(task);
  return (job && topicOf(job)) ?? { onDuty: [], written: null };
}
