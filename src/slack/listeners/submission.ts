import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Answer } from '../acting/acting.ts';
import type { Wish } from '../acting/request.ts';
import { asTyped } from '../ui/escape.ts';
import { answerMessage, tell } from './answers.ts';
import { afterwards } from './carry-out.ts';
import type { Parts } from './parts.ts';

export interface Submission extends Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'body' | 'ack'> {
  /** The field beside which an answer is shown that keeps the modal open. */
  errorBlock: string;
}

/** Does what a modal was for. What can't be done is said in the modal, which keeps what was typed. */
export async function submit(parts: Parts, submission: Submission, wish: Wish): Promise<void> {
  const { body, ack, errorBlock } = submission;
  const slackUserId = body.user.id;
  const requestKey = body.view.id; // a modal has its effect once; one that was answered with an error had none yet
  const answer = await parts.acting.act({ requestKey, slackUserId, wish });
  const message = answerMessage(answer, parts.clock.now(), (shown) => parts.views.pageUrl(shown));
  await afterwards(answer, async () => {
    const staysOpen = message !== null && changedNothing(answer);
    await (staysOpen ? ack({ response_action: 'errors', errors: { [errorBlock]: asTyped(message.text) } }) : ack());
    // "Link me" is a button, and a modal shows none beside a field.
    const isToldElsewhere = !staysOpen || (answer.kind === 'refused' && answer.kept !== null);
    if (message && isToldElsewhere) await tell(parts, { slackUserId, respond: undefined }, message);
  });
}

function changedNothing(answer: Answer): boolean {
  switch (answer.kind) {
    case 'refused':
      return true;
    case 'commanded':
      return answer.outcome.kind === 'rejected' || answer.outcome.kind === 'not_found';
    case 'on_call':
      return !answer.done;
    default:
      return false;
  }
}
