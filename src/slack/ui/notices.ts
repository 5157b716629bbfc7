import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Refusal } from '../../people/permissions.ts';
import { STORAGE_TROUBLES, type StorageTrouble } from '../../storage-failure.ts';
import { incidentValue, linkValue, type Wanted } from './action-values.ts';
import { actions, button, section } from './blocks.ts';
import { ACTION } from './ids.ts';

/*
 * Short answers that only one person sees: why something was not done, and the sign-in link.
 */

/** Why a person may not act, and what would help. `wanted`: what is done when they have become known. */
export function refused(refusal: Refusal, wanted: Wanted | null = null): SlackMessage {
  const words = `${REFUSALS[refusal]} Nothing was changed.`;
  if (refusal !== 'unmapped') return notice(words);
  return { text: words, blocks: [section(words), actions(button(ACTION.linkMe, 'Link me', linkValue(wanted)))] };
}

const REFUSALS: Record<Refusal, string> = {
  guest: "Guests can't work on incidents; please ask a full member of this workspace.",
  stranger: 'This OpsKnight belongs to another organisation; please ask somebody from there.',
  bot: 'Only people can work on incidents; apps and monitors use the HTTP API.',
  deactivated: "This Slack account is deactivated, so it can't work on incidents.",
  viewer: 'You may look at incidents, but not change them; an admin can give you the role `responder`.',
  unmapped:
    "I don't know you yet: no user in opsknight.yml has the e-mail address of your Slack account. Once an admin has added you, press *Link me*, and what you wanted is done.",
};

/** Shown when a person presses View without having signed in. `url` works once, for 10 minutes. */
export function signInLink(number: number, url: string): SlackMessage {
  return personalLink(incidentKey(number), incidentValue(number), url);
}

/** The answer to `/opsknight web`. `url` works once, for 10 minutes. */
export function webLink(url: string): SlackMessage {
  return personalLink('OpsKnight', 'web', url);
}

function personalLink(what: string, value: string, url: string): SlackMessage {
  const words = `Open ${what} in your browser. This link is yours alone: it works once, for 10 minutes.`;
  const open = { ...button(ACTION.signIn, `Open ${what}`, value), url };
  return { text: words, blocks: [section(words), actions({ ...open, style: 'primary' })] };
}

/** A fault of ours, before anything was changed. */
export function somethingWentWrong(): SlackMessage {
  return notice('Something went wrong on my side. Nothing was changed. Please try again in a moment.');
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

/** A sentence of mrkdwn as an answer. */
export function notice(words: string): SlackMessage {
  return { text: words, blocks: [section(words)] };
}
