import { STORAGE_TROUBLES, type StorageTrouble } from '../../lib/storage-failure.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { message } from './blocks.ts';
import { inline } from './mrkdwn.ts';

/*
 * Short answers that only one person sees; those about one thing that people can do are with it.
 */

/** A fault of ours, before anything was changed. */
export function somethingWentWrong(): SlackMessage {
  return notice('Something went wrong on my side. Nothing was changed. Please try again in a moment.');
}

/** Slack could not be asked what has to be known first. */
export function slackIsSilent(): SlackMessage {
  return notice('Slack did not answer me as it should. Nothing was changed. Please try again in a moment.');
}

/** A fault of ours in the middle of it. */
export function maybeDone(): SlackMessage {
  return notice(
    "Something went wrong on my side, and I can't tell whether it was done. Please look, and try again if it wasn't.",
  );
}

/** A fault of ours when all was done but the telling. */
export function doneButUntold(): SlackMessage {
  return notice('That went through, but then something went wrong on my side. Please look before you try again.');
}

/** The database could not take it. */
export function notStored(trouble: StorageTrouble): SlackMessage {
  const { what, remedy } = STORAGE_TROUBLES[trouble];
  const advice = trouble === 'busy' ? '' : ` Whoever runs OpsKnight has to see to it: ${remedy}.`;
  return notice(`Nothing was changed: ${what}. Please try again in a moment.${advice}`);
}

/** Sentences as an answer. */
export function notice(words: string): SlackMessage {
  return message(words);
}

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
  return notice(`Your incident “${inline(title, MAX_TITLE)}” is open.`);
}

/** The same when nothing had to be saved. */
export function askAgain(): SlackMessage {
  return notice("Slack hasn't told me yet who you are. Please try again in a moment.");
}

/** A modal has to be opened within three seconds. */
export function tooSlow(): SlackMessage {
  return notice('Slack gave me too little time to open the form. Nothing was changed; please press once more.');
}
