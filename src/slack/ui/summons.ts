import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { incidentKey } from '../../incidents/types.ts';
import type { SlackReply } from '../../notifications/message.ts';
import { incidentValue } from './action-values.ts';
import { actorName } from './actor.ts';
import { actions, button, section } from './blocks.ts';
import { ACTION } from './ids.ts';
import { delay } from './lateness.ts';
import { duration } from './time.ts';

export interface SummonsContent {
  event: StoredTimelineEvent;
  /** Whose direct messages it is for; null when Slack hasn't told. */
  slackUserId: string | null;
  lateBy?: number | null;
}

/**
 * Calls somebody again who has the card already: in its thread, and in the conversation as well, with their name, so
 * that Slack notifies them.
 */
export function summonsMessage({ event, slackUserId, lateBy }: SummonsContent): SlackReply {
  const you = slackUserId === null ? '' : `<@${slackUserId}> `;
  const late = delay(lateBy ?? null);
  const text = [`${you}${words(event)}`, late].filter((part) => part !== '').join(' ');
  if (event.fact.kind !== 'reminded') return { text, isBroadcast: true };
  return { text, blocks: [section(text), answers(event.incidentNumber)], isBroadcast: true };
}

function words({ actor, fact, incidentNumber }: StoredTimelineEvent): string {
  const key = incidentKey(incidentNumber);
  switch (fact.kind) {
    case 'reminded': {
      const quiet = duration(fact.quiet);
      return `👋 Are you still on ${key}? It has been quiet for ${quiet}. Without an answer it goes back to open and is escalated again in ${quiet}.`;
    }
    case 'paged':
      return `📣 ${actorName(actor)} calls you to ${key} again.`;
    default:
      return `📟 ${key} is still waiting for somebody: you are paged again.`;
  }
}

function answers(number: number) {
  return actions(
    { ...button(ACTION.confirm, "I'm on it", incidentValue(number)), style: 'primary' },
    button(ACTION.handBack, 'Hand it back', incidentValue(number)),
  );
}
