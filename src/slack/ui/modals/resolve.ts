import type { ModalView } from '@slack/types';
import { incidentKey } from '../../../incidents/types.ts';
import { label, outsideLabel } from '../blocks.ts';
import { VIEW } from '../ids.ts';
import { MAX_INPUT, MAX_MODAL_TITLE } from '../limits.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { INPUT, type SubmittedView, textOf } from './submission.ts';

/** Where an error about the note is shown. */
export const NOTE_BLOCK = 'resolution_note';

/** Asks for the resolution note, which nobody has to write. */
export function resolveModal(number: number): ModalView {
  return {
    type: 'modal',
    callback_id: VIEW.resolve,
    private_metadata: writeMetadata(number),
    title: outsideLabel(`Resolve ${incidentKey(number)}`, MAX_MODAL_TITLE),
    submit: label('Resolve'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: NOTE_BLOCK,
        optional: true,
        label: label('Resolution note'),
        hint: label('What helped? It goes into the thread and the timeline.'),
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

/** What was submitted; an empty note is none. */
export function readResolveModal(view: SubmittedView): { number: number; note: string | null } {
  return { number: readMetadata(view), note: textOf(view, NOTE_BLOCK) };
}
