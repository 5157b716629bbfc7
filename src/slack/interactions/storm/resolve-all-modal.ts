import type { ModalView } from '@slack/types';
import { incidentCount } from '../../../words/many.ts';
import { label, section } from '../../cards/blocks.ts';
import { longTextInput } from '../text-input.ts';
import { type StormPlace, writePlace } from './place.ts';

export const RESOLVE_ALL_VIEW = 'resolve_storm_modal';
/** Where an error about the note is shown. */
export const NOTE_BLOCK = 'resolution_note';

/** Asks for the one note of all. @param of what they are, as mrkdwn; empty for all of the storm */
export function resolveAllModal(place: StormPlace, live: number, of: string): ModalView {
  return {
    type: 'modal',
    callback_id: RESOLVE_ALL_VIEW,
    private_metadata: writePlace(place),
    title: label('Resolve all'),
    submit: label('Resolve all'),
    close: label('Cancel'),
    blocks: [
      section(`Resolves *${incidentCount(live)}* of this storm${of === '' ? '' : ` (${of})`}, whoever has them.`),
      longTextInput({
        blockId: NOTE_BLOCK,
        label: 'Resolution note',
        hint: 'What helped? Each of them gets this note.',
        isOptional: true,
        hasFocus: true,
      }),
    ],
  };
}
