import type { RespondFn } from '@slack/bolt';
import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Answer } from '../acting/acting.ts';
import { notice, refused } from '../ui/notices.ts';
import { outcomeSentence, withReopen } from '../ui/rejections.ts';
import { acknowledgingAll, notDone, openedAlready, waitingForSlack } from '../ui/replies.ts';
import type { Parts } from './parts.ts';

/** What a person is told of what they asked for; null when they can see it happen, and words would be noise. */
export function answerMessage(answer: Answer, now: number, pageUrl: (number: number) => string): SlackMessage | null {
  switch (answer.kind) {
    case 'commanded':
      if (answer.outcome.kind === 'done' || answer.outcome.kind === 'repeated') return null;
      return withReopen(answer.outcome, outcomeSentence(answer.outcome, answer.number, now));
    case 'created': {
      if (answer.outcome.kind === 'repeated') return null;
      const { number } = answer.outcome.incident;
      return notice(`<${pageUrl(number)}|${incidentKey(number)}> is open. Its card is on the way to its channel.`);
    }
    case 'acknowledging':
      return answer.count === null ? null : acknowledgingAll(answer.count);
    case 'refused':
      return refused(answer.refusal, answer.kept === null ? null : { kind: 'request', id: answer.kept });
    case 'on_call':
      return answer.message;
    case 'deferred':
      return waitingForSlack();
    case 'failed':
      return notDone();
  }
}

/** The same when the answer comes long after, in the person's direct messages. */
export function lateAnswer(answer: Answer, now: number, pageUrl: (number: number) => string): SlackMessage | null {
  // It was done before the app was ended, and they were not told.
  if (answer.kind === 'created' && answer.outcome.kind === 'repeated') return openedAlready(answer.title);
  return answerMessage(answer, now, pageUrl);
}

/** Who is to be answered, and by which way: beside what they pressed, or in their DM where Slack gives no such way. */
export interface Asker {
  slackUserId: string;
  respond: RespondFn | undefined;
}

/** Says something that only the asker sees. */
export async function tell(
  { interactive }: Parts,
  { slackUserId, respond }: Asker,
  message: SlackMessage,
): Promise<void> {
  if (respond) await respond({ ...message, response_type: 'ephemeral', replace_original: false });
  else await interactive.chat.postMessage({ channel: slackUserId, ...message });
}
