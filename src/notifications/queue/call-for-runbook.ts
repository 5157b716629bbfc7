import type { RunbookCall } from '../kinds/runbook-call.ts';
import type { Delivery } from '../types.ts';
import type { AttemptDeps, Attempted } from './attempt.ts';
import { SlackFailure } from './failure.ts';
import type { Payment } from './payments.ts';

/**
 * One attempt at what a runbook does in a channel. A topic that is set again is the same, and a pin is there already. A bookmark that
 * may be there is looked for; where the app may not look, it is not added again, and people are asked.
 */
export async function callForRunbook(
  { store, slack, renderer, clock }: Pick<AttemptDeps, 'store' | 'slack' | 'renderer' | 'clock'>,
  delivery: Delivery,
  runbookCall: RunbookCall,
  payment: Payment,
): Promise<Attempted> {
  const { connectionId, target, call, message } = runbookCall;
  const isInDoubt = delivery.inDoubtSince !== null;
  try {
    const channelId = await slack.enter(connectionId, target, { create: false, isPrivate: false });
    if (channelId === null) return { kind: 'refused', code: 'channel_not_found' };
    if (!(await renderer.mayShow({ ...runbookCall, channelId }))) {
      return { kind: 'refused', code: 'incident_is_private' };
    }
    const wait = payment.use('conversations.setTopic', channelId);
    if (wait > 0) return { kind: 'over_budget', wait };
    if (!(await store.begin(delivery, clock.now()))) return { kind: 'changed' };
    switch (call.method) {
      case 'conversations.setTopic':
        await slack.setTopic(connectionId, channelId, call.topic);
        break;
      case 'bookmarks.add': {
        const { title, link } = call;
        const there = isInDoubt ? await slack.bookmarks(connectionId, channelId) : [];
        if (!there.some((one) => one.title === title && one.link === link)) {
          await slack.addBookmark(connectionId, channelId, { title, link });
        }
        break;
      }
      case 'pins.add':
        if (message) await slack.pin(connectionId, message);
        break;
    }
    await store.finish(delivery, null, clock.now());
    return { kind: 'delivered', first: true };
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    if (error.code === 'already_pinned') {
      await store.finish(delivery, null, clock.now());
      return { kind: 'delivered', first: true };
    }
    if (isInDoubt && error.code === 'missing_scope') return { kind: 'refused', code: 'outcome_unknown' };
    // Without the scope the runbook goes on without it, and says so; it can be retried there.
    if (error.kind === 'refused' || error.code === 'missing_scope') return { kind: 'refused', code: error.code };
    return { kind: 'postponed', failure: error, isUnsent: !isInDoubt && error.kind !== 'in_doubt' };
  }
}
