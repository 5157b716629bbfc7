import type { ModalView } from '@slack/types';
import { type Incident, incidentKey, LIVE_STATUSES } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { actions, message } from '../cards/blocks.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, incidentCommand, keyAndRest, type Subcommand, twoKeys, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import { incidentPicker, offerIncidents, readPicked } from './incident-picker.ts';
import { commandButton, type IncidentControl, type Interaction, incidentButton } from './interaction.ts';
import { type FormRequest, onSubmission, openForIncident, readMetadata } from './modal.ts';

const VIEW = 'merge_incident_modal';
const INTO_BLOCK = 'merge_into';
const UNDO = 'undo_merge_incident';

/** Asks for the incident that another one is to go on as. */
export const merge: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    offerIncidents(app, deps, INTO_BLOCK, LIVE_STATUSES);
    onSubmission(app, deps, { viewId: VIEW, errorBlock: INTO_BLOCK }, (view) => {
      const into = readPicked(view, INTO_BLOCK);
      if (into === null) return { errors: { [INTO_BLOCK]: 'Choose the incident that it goes on as.' } };
      return { kind: 'command', number: readMetadata(view), command: { type: 'merge', into } };
    });
  },
};

/** On the card of what was merged. */
export const undoMerge: IncidentControl = {
  ...commandButton(UNDO, { type: 'undo_merge' }),
  control: ({ number, state }) => (state.status === 'MERGED' ? undoButton(number) : null),
};

function undoButton(number: number) {
  return incidentButton(UNDO, REOPEN_LABELS.MERGED, number);
}

export function askWhereToMerge(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(deps, request, { kind: 'merge', number }, mergeModal);
}

export function mergeModal(incident: Incident): ModalView {
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Merge ${key}`,
    submit: 'Merge',
    words: `${incidentKey(incident.number)} closes and escalates no more. Its alerts, its timeline and whoever was paged for it move to the other incident. That one keeps its owner, escalation and SLA, and becomes as urgent as this one if it is less urgent.`,
    blocks: [
      incidentPicker({
        blockId: INTO_BLOCK,
        label: 'Merge into',
        hint: 'The incident that stays. You can undo this as long as nothing else has happened to either.',
      }),
    ],
  });
}

export const mergeCommand: Subcommand = {
  name: 'merge',
  usage: 'merge INC-n into INC-m',
  help: 'merge an incident into another one; its alerts follow',
  changes: true,
  async run(deps, call) {
    const { asker, rest, triggerId, ack } = call;
    const keys = twoKeys(rest);
    const alone = keyAndRest(rest);
    if (!keys && alone?.rest === '') {
      return askWhereToMerge(deps, { asker, triggerId, inView: null, ack }, alone.number);
    }
    if (!keys) return tell(deps, asker, writeItLikeThis(mergeCommand.usage, 'merge INC-43 into INC-42'));
    const [number, into] = keys;
    const words = `${incidentKey(number)} was merged into ${incidentKey(into)}: it goes on there.`;
    const success = message(words, actions(undoButton(number)));
    await commandIncident(deps, call, number, { type: 'merge', into }, success);
  },
};

export const unmergeCommand = incidentCommand({
  name: 'unmerge',
  help: 'undo a merge, as long as nothing else has happened',
  command: { type: 'undo_merge' },
  success: (number) => notice(`${incidentKey(number)} is an incident of its own again.`),
});
