import type { ModalView } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, keyAndRest, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import type { Interaction } from './interaction.ts';
import { type FormRequest, onSubmission, openForIncident, readMetadata, type SubmittedView, textOf } from './modal.ts';
import { longTextInput } from './text-input.ts';

const VIEW = 'note_incident_modal';
/** Where an error about the note is shown. */
const NOTE_BLOCK = 'note';

/** Asks for a note; the modal's submission adds it. */
export const note: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: VIEW, errorBlock: NOTE_BLOCK }, (view) => {
      const { number, text } = readNoteModal(view);
      return { kind: 'command', number, command: { type: 'note', text } };
    });
  },
};

export function askForText(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(deps, request, { kind: 'note', number }, noteModal, { evenResolved: true });
}

export function noteModal(incident: Incident): ModalView {
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Note on ${key}`,
    submit: 'Add note',
    blocks: [
      longTextInput({
        blockId: NOTE_BLOCK,
        label: 'Note',
        hint: 'It goes into the timeline, and into the thread where notes are announced.',
        isOptional: false,
        hasFocus: true,
      }),
    ],
  });
}

/** What was submitted. Whether it says anything is for `decide` to see. */
export function readNoteModal(view: SubmittedView): { number: number; text: string } {
  return { number: readMetadata(view), text: textOf(view, NOTE_BLOCK) ?? '' };
}

export const noteCommand: Subcommand = {
  name: 'note',
  usage: 'note INC-n text',
  help: 'add a note to an incident; without a text, a form asks',
  changes: true,
  async run(deps, call) {
    const { asker, rest, triggerId, ack } = call;
    const named = keyAndRest(rest);
    if (!named) return tell(deps, asker, writeItLikeThis(noteCommand.usage, 'note INC-42 Failed over to the replica'));
    const { number, rest: text } = named;
    if (text === '') return askForText(deps, { asker, triggerId, inView: null, ack }, number);
    const success = notice(`Your note is in the timeline of ${incidentKey(number)}.`);
    await commandIncident(deps, call, number, { type: 'note', text }, success);
  },
};
