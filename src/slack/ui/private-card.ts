import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { actions, section } from './blocks.ts';
import { viewButton } from './incident-buttons.ts';

/** Why a channel hears of an incident that belongs to a private channel. */
export type PrivateCardReason =
  /** It is the fallback for a channel that is closed to the app. */
  | 'lost'
  /** It showed the incident before, or instead, and the private channel shows it now. */
  | 'elsewhere'
  /** An escalation policy calls the channel. */
  | 'called';

const WORDS: Record<PrivateCardReason, string> = {
  lost: 'a private incident has lost its channel; its last members can open it.',
  elsewhere: 'a private incident; the members of its channel see it there.',
  called: 'a private incident calls this channel; the members of its own channel can open it.',
};

/** All that others hear of a private incident: that there is one. */
export function privateCard(number: number, pageUrl: string, reason: PrivateCardReason): SlackMessage {
  const words = `🔒 ${incidentKey(number)}: ${WORDS[reason]}`;
  return { text: words, blocks: [section(words), actions(viewButton(number, pageUrl))], attachments: [] };
}
