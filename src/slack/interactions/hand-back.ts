import type { ModalView } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { section } from '../cards/blocks.ts';
import { actorName } from '../cards/names.ts';
import { notice } from '../cards/replies.ts';
import { incidentCommand } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import { commandButton, type Interaction } from './interaction.ts';
import { type FormRequest, onSubmission, openForIncident, readMetadata } from './modal.ts';

/** The button of "are you still on it?", which has asked already. */
export const HAND_BACK = 'hand_back_incident';
const VIEW = 'hand_back_incident_modal';

/** Makes an incident nobody's again; who does so unasked is asked whether they mean it. */
export const handBack: Interaction = {
  ...commandButton(HAND_BACK, { type: 'hand_back' }),
  viewId: VIEW,
  listen(app, deps) {
    commandButton(HAND_BACK, { type: 'hand_back' }).listen(app, deps);
    onSubmission(app, deps, { viewId: VIEW, errorBlock: null }, (view) => {
      return { kind: 'command', number: readMetadata(view), command: { type: 'hand_back' } };
    });
  },
};

export function askWhetherToHandBack(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(deps, request, { kind: 'hand_back', number }, handBackModal);
}

export function handBackModal(incident: Incident): ModalView {
  const { state } = incident;
  const owner = state.status === 'ACKNOWLEDGED' ? `${actorName(state.by)} has it now. ` : '';
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Hand back ${key}?`,
    submit: REOPEN_LABELS.ACKNOWLEDGED,
    blocks: [
      section(
        `${owner}It becomes open again, nobody has it then, and its escalation starts from the first step. If somebody else has it, they are told.`,
      ),
    ],
  });
}

export const handBackCommand = incidentCommand({
  name: 'handback',
  help: 'hand an incident back: it is open again, and its escalation starts from the first step',
  command: { type: 'hand_back' },
  success: (number) => notice(`${incidentKey(number)} is open again; nobody has it now.`),
});
