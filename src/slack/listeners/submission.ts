import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Command } from '../../incidents/commands.ts';
import { asTyped } from '../ui/escape.ts';
import { answerMessage, tell } from './answers.ts';
import type { Parts } from './parts.ts';

export interface Submission extends Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'body' | 'ack'> {
  /** The field beside which an answer is shown that keeps the modal open. */
  errorBlock: string;
}

/** Does to an incident what a modal was for. What can't be done is said in the modal, which keeps what was typed. */
export async function submit(parts: Parts, submission: Submission, number: number, command: Command): Promise<void> {
  const { body, ack, errorBlock } = submission;
  const slackUserId = body.user.id;
  const requestKey = body.view.id; // a modal has its effect once; one that was answered with an error had none yet
  const wish = { kind: 'command', number, command } as const;
  const answer = await parts.acting.act({ requestKey, slackUserId, wish, responseUrl: null });
  const message = answerMessage(answer, parts.clock.now(), (shown) => parts.views.pageUrl(shown));
  if (!message) return ack();
  if (answer.kind !== 'deferred') {
    return ack({ response_action: 'errors', errors: { [errorBlock]: asTyped(message.text) } });
  }
  await ack();
  await tell(parts, { slackUserId, respond: undefined }, message);
}
