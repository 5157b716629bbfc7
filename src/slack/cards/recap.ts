import type { Recap } from '../../incidents/recap.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { recapSentences } from '../../words/recap.ts';
import { message } from './blocks.ts';
import { actorName } from './names.ts';
import { delay } from './time.ts';

/** What the thread of an incident says when it is over, after the line that it is. */
export function recapReply(recap: Recap, lateBy: number | null): SlackMessage {
  const sentences = recapSentences(recap, actorName).join('\n');
  return message([`📊 ${sentences}`, delay(lateBy)].filter((part) => part !== '').join(' '));
}
