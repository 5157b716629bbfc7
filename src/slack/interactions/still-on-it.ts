import type { ActionsBlock } from '@slack/types';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { actions } from '../cards/blocks.ts';
import { HAND_BACK } from './hand-back.ts';
import { commandButton, incidentButton } from './interaction.ts';

const CONFIRM = 'confirm_incident';

export const confirm = commandButton(CONFIRM, { type: 'confirm' });

/** The answers to "are you still on it?". */
export function stillOnItButtons(number: number): ActionsBlock {
  return actions(
    { ...incidentButton(CONFIRM, "I'm on it", number), style: 'primary' },
    incidentButton(HAND_BACK, REOPEN_LABELS.ACKNOWLEDGED, number),
  );
}
