import type { SlackMessage } from '../../courier/message.ts';
import { incidentKey } from '../../incidents/types.ts';
import type { Refusal } from '../../people/permissions.ts';
import { STORAGE_TROUBLES, type StorageTrouble } from '../../storage-failure.ts';
import { incidentValue } from './action-values.ts';
import { actions, button, section } from './blocks.ts';
import { ACTION } from './ids.ts';

/*
 * Short answers that only one person sees: why something was not done, and the sign-in link.
 */

/** Why a person may not act, and what would help. */
export function refused(refusal: Refusal): SlackMessage {
  const words = `${REFUSALS[refusal]} Nothing was changed.`;
  if (refusal !== 'unmapped') return notice(words);
  return { text: words, blocks: [section(words), actions(button(ACTION.linkMe, 'Link me', 'link_me'))] };
}

const REFUSALS: Record<Refusal, string> = {
  guest: "Guests can't work on incidents; please ask a full member of this workspace.",
  stranger: 'This OpsKnight belongs to another organisation; please ask somebody from there.',
  bot: 'Only people can work on incidents; apps and monitors use the HTTP API.',
  deactivated: "This Slack account is deactivated, so it can't work on incidents.",
  viewer: 'You may look at incidents, but not change them; an admin can give you the role `responder`.',
  unmapped:
    "I don't know you yet: no user in opsknight.yml has the e-mail address of your Slack account. Once an admin has added you, press *Link me* and try again.",
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

/** A fault of ours. What was committed stays so, whatever broke after it. */
export function somethingWentWrong(): SlackMessage {
  return notice('Something went wrong on my side, but nothing was lost. Please try again in a moment.');
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
