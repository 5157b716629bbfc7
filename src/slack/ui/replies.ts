import type { SlackMessage } from '../../notifications/message.ts';
import { section } from './blocks.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { notice } from './notices.ts';

const MAX_TITLE = 150;

/** Slack has not told yet who asks. What was asked for is on disk. */
export function waitingForSlack(): SlackMessage {
  return notice("Slack hasn't told me yet who you are. Your request is saved; it is done as soon as I know.");
}

/** A request that had to wait broke when it was carried out. */
export function notDone(): SlackMessage {
  return notice(
    'What you asked for a while ago broke on my side, and I have given it up. Please look whether it is done, and ask again if not; the log of OpsKnight says what broke.',
  );
}

/** A request that had to wait, carried out before. `title` of the incident. */
export function openedAlready(title: string): SlackMessage {
  return notice(`Your incident “${mrkdwn(cut(oneLine(title), MAX_TITLE))}” is open.`);
}

/** The same when nothing had to be saved. */
export function askAgain(): SlackMessage {
  return notice("Slack hasn't told me yet who you are. Please try again in a moment.");
}

/** A modal has to be opened within three seconds. */
export function tooSlow(): SlackMessage {
  return notice('Slack gave me too little time to open the form. Nothing was changed; please press once more.');
}

/** The answer to "Link me", when nothing waits for it any more. */
export function linkedTo(userName: string): SlackMessage {
  return notice(
    `You are ${mrkdwn(userName)} in OpsKnight now. What you wanted was done before, or asked too long ago: please look, and try again if need be.`,
  );
}

/** The answer to "Link me", together with what the person wanted. `outcome`: what came of it; null when it is done. */
export function linkedAndDone(userName: string, outcome: SlackMessage | null): SlackMessage {
  const words = `You are ${mrkdwn(userName)} in OpsKnight now${outcome ? '.' : ', and what you wanted is done.'}`;
  if (!outcome) return notice(words);
  return { text: `${words} ${outcome.text}`, blocks: [section(words), ...(outcome.blocks ?? [])] };
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
  return notice(`${incidents} of this storm will be yours in a moment; its message follows.`);
}
