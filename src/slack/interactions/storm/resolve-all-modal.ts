import type { ModalView } from '@slack/types';
import { incidentCount } from '../../../words/many.ts';
import { label, MAX_INPUT, section } from '../../cards/blocks.ts';
import { INPUT } from '../modal.ts';
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
      {
        type: 'input',
        block_id: NOTE_BLOCK,
        optional: true,
        label: label('Resolution note'),
        hint: label('What helped? Each of them gets this note.'),
        element: {
          type: 'plain_text_input',
          action_id: INPUT,
          multiline: true,
          max_length: MAX_INPUT,
          focus_on_load: true,
        },
      },
    ],
  };
}
