import { incidentKey } from '../../../incidents/types.ts';
import type { Answer } from '../../actions/action-service.ts';
import { toSlackFailure } from '../../api/failures.ts';
import { message } from '../../cards/blocks.ts';
import { link } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import { tell } from '../answers.ts';
import type { Deps } from '../deps.ts';
import type { MessageOrigin } from './modal.ts';

/** Says under the message which incident it has become. */
export async function answerOrigin(
  { interactive, views, logger }: Deps,
  slackUserId: string,
  { channelId, threadTs }: MessageOrigin,
  answer: Answer,
): Promise<void> {
  if (answer.kind !== 'created' || answer.outcome.kind === 'repeated') return;
  const { number } = answer.outcome.incident;
  const words = `🚨 ${link(views.pageUrl(number), incidentKey(number))} was opened from this message.`;
  try {
    await interactive.chat.postMessage({ channel: channelId, thread_ts: threadTs, mrkdwn: false, ...message(words) });
  } catch (error) {
    const { code } = toSlackFailure(error);
    logger.info({ incident: incidentKey(number), channel: channelId, code }, 'could not answer the message');
    await tell(
      { interactive },
      { slackUserId, respond: undefined },
      notice('I could not say so under your message. If I am not in that channel, `/invite @OpsKnight` lets me in.'),
    );
  }
}
