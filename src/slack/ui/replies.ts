import type { SlackMessage } from '../../courier/message.ts';
import { mrkdwn } from './escape.ts';
import { notice } from './notices.ts';

/** Slack has not told yet who asks. What was asked for is on disk. */
export function waitingForSlack(): SlackMessage {
  return notice("Slack hasn't told me yet who you are. Your request is saved; it is done as soon as I know.");
}

/** The same when nothing had to be saved. */
export function askAgain(): SlackMessage {
  return notice("Slack hasn't told me yet who you are. Please try again in a moment.");
}

/** A modal has to be opened within three seconds. */
export function tooSlow(): SlackMessage {
  return notice('Slack gave me too little time to open the form. Nothing was changed; please press once more.');
}

/** The answer to "Link me". */
export function linkedTo(userName: string): SlackMessage {
  return notice(`You are ${mrkdwn(userName)} in OpsKnight now. Please try again what you wanted to do.`);
}

/** The answer to "Link me" when there is still nobody. */
export function stillUnknown(email: string | null): SlackMessage {
  const words =
    email === null
      ? "Slack doesn't show me your e-mail address. Ask an admin of this workspace to let apps see it."
      : `No active user in opsknight.yml has the address ${mrkdwn(email)}. Ask your OpsKnight admin to add it.`;
  return notice(words);
}

/** The answer to "Acknowledge all". */
export function acknowledgingAll(count: number): SlackMessage {
  if (count === 0) return notice('Nothing in this storm is open any more.');
  const incidents = count === 1 ? '1 incident' : `${count} incidents`;
  return notice(`${incidents} of this storm will be yours in a moment; the message above follows.`);
}
