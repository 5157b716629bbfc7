import type { ModalView } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import { urgencyLabel } from '../../words/incident.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, keyAndRest, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import type { Interaction } from './interaction.ts';
import { type FormRequest, onSubmission, openForIncident, readMetadata } from './modal.ts';
import { readUrgency, urgencyInput } from './urgency-choice.ts';

const VIEW = 'urgency_incident_modal';
const URGENCY_BLOCK = 'urgency';

/** Makes an incident more, or less, urgent. */
export const urgency: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: VIEW, errorBlock: URGENCY_BLOCK }, (view) => {
      const chosen = readUrgency(view, URGENCY_BLOCK);
      if (!chosen) return { errors: { [URGENCY_BLOCK]: 'Choose how urgent it is.' } };
      return { kind: 'command', number: readMetadata(view), command: { type: 'set_urgency', urgency: chosen } };
    });
  },
};

export function askForUrgency(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(deps, request, { kind: 'urgency', number }, urgencyModal);
}

export function urgencyModal(incident: Incident): ModalView {
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Urgency of ${key}`,
    submit: 'Change urgency',
    words: 'This can change who is paged, what is due and which channel shows it. HIGH ends a snooze.',
    blocks: [urgencyInput(URGENCY_BLOCK, incident.urgency)],
  });
}

export const urgencyCommand: Subcommand = {
  name: 'urgency',
  usage: 'urgency INC-n high|medium|low',
  help: 'change the urgency of an incident, and with it who is paged and which channel shows it',
  changes: true,
  async run(deps, call) {
    const { asker, rest, triggerId, ack } = call;
    const named = keyAndRest(rest);
    if (!named) return tell(deps, asker, writeItLikeThis(urgencyCommand.usage, 'urgency INC-42 high'));
    const { number, rest: word } = named;
    if (word === '') return askForUrgency(deps, { asker, triggerId, inView: null, ack }, number);
    const chosen = URGENCIES.find((one) => one === word.toUpperCase());
    if (!chosen) return tell(deps, asker, writeItLikeThis(urgencyCommand.usage, 'urgency INC-42 high'));
    const success = notice(`${incidentKey(number)} is ${urgencyLabel(chosen)} now.`);
    await commandIncident(deps, call, number, { type: 'set_urgency', urgency: chosen }, success);
  },
};
