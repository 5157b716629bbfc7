import type { ActionsBlock } from '@slack/types';
import { actions } from '../cards/blocks.ts';
import { commandButton, incidentButton } from './interaction.ts';

const ARCHIVE = 'archive_incident_channel';
const KEEP = 'keep_incident_channel';

export const archiveChannel = commandButton(ARCHIVE, { type: 'archive_channel' });
export const keepChannel = commandButton(KEEP, { type: 'keep_channel' });

/** The answers to "is this channel to be archived?". */
export function channelInUseButtons(number: number): ActionsBlock {
  return actions(incidentButton(ARCHIVE, 'Archive it now', number), incidentButton(KEEP, 'Keep it', number));
}
