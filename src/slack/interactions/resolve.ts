import type { ModalView } from '@slack/types';
import { incidentKey, isOver } from '../../incidents/types.ts';
import { label, MAX_MODAL_TITLE, outsideLabel } from '../cards/blocks.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, keyAndRest, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { type IncidentControl, incidentButton, onIncidentButton } from './interaction.ts';
import {
  type FormRequest,
  formRequestOf,
  onSubmission,
  openForIncident,
  readMetadata,
  type SubmittedView,
  textOf,
  writeMetadata,
} from './modal.ts';
import { longTextInput } from './text-input.ts';

const ACTION = 'resolve_incident';
const VIEW = 'resolve_incident_modal';
/** Where an error about the note is shown. */
const NOTE_BLOCK = 'resolution_note';

/** Asks for the resolution note; the modal's submission resolves. */
export const resolve: IncidentControl = {
  actionIds: [ACTION],
  viewId: VIEW,
  control({ number, state }) {
    if (isOver(state)) return null;
    const button = incidentButton(ACTION, 'Resolve', number);
    // The next sensible step stands out.
    return state.status === 'ACKNOWLEDGED' ? { ...button, style: 'primary' } : button;
  },
  listen(app, deps) {
    onIncidentButton(app, ACTION, (request, number) => askForNote(deps, formRequestOf(request), number));
    onSubmission(app, deps, { viewId: VIEW, errorBlock: NOTE_BLOCK }, (view) => {
      const { number, note } = readResolveModal(view);
      return { kind: 'command', number, command: { type: 'resolve', note } };
    });
  },
};

export function askForNote(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(deps, request, { kind: 'resolve', number }, () => resolveModal(number));
}

/** Asks for the resolution note, which nobody has to write. */
export function resolveModal(number: number): ModalView {
  return {
    type: 'modal',
    callback_id: VIEW,
    private_metadata: writeMetadata(number),
    title: outsideLabel(`Resolve ${incidentKey(number)}`, MAX_MODAL_TITLE),
    submit: label('Resolve'),
    close: label('Cancel'),
    blocks: [
      longTextInput({
        blockId: NOTE_BLOCK,
        label: 'Resolution note',
        hint: 'What helped? It goes into the thread and the timeline.',
        isOptional: true,
        hasFocus: true,
      }),
    ],
  };
}

/** What was submitted; an empty note is none. */
export function readResolveModal(view: SubmittedView): { number: number; note: string | null } {
  return { number: readMetadata(view), note: textOf(view, NOTE_BLOCK) };
}

export const resolveCommand: Subcommand = {
  name: 'resolve',
  usage: 'resolve INC-n [note]',
  help: 'resolve an incident; a note says what helped',
  changes: true,
  async run(deps, call) {
    const named = keyAndRest(call.rest);
    if (!named)
      return tell(deps, call.asker, writeItLikeThis(resolveCommand.usage, 'resolve INC-42 Restarted the pool'));
    const { number, rest } = named;
    const success = notice(`${incidentKey(number)} is resolved.`);
    await commandIncident(deps, call, number, { type: 'resolve', note: rest || null }, success);
  },
};
