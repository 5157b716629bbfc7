import type { Button, ModalView } from '@slack/types';
import type { AskedCommand } from '../../incidents/commands.ts';
import { type Incident, incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { label } from '../cards/blocks.ts';
import { actorName } from '../cards/names.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, readMention, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import { askerOf, giveCommand, type Interaction, incidentButton, onIncidentButton } from './interaction.ts';
import {
  type FormRequest,
  INPUT,
  inputOf,
  onSubmission,
  openForIncident,
  type Refused,
  readMetadata,
  type SubmittedView,
} from './modal.ts';

const TAKE_OVER = 'assign_incident';
const VIEW = 'assign_incident_modal';
/** Where an error about the person is shown. */
const PERSON_BLOCK = 'assignee';

/** Makes an incident somebody's: one's own by a button, anybody's by a modal. */
export const assign: Interaction = {
  actionIds: [TAKE_OVER],
  viewId: VIEW,
  canWait: () => true,
  listen(app, deps) {
    onIncidentButton(app, TAKE_OVER, (request, number) =>
      giveCommand(deps, request, number, takeOver(askerOf(request).slackUserId)),
    );
    onSubmission(app, deps, { viewId: VIEW, errorBlock: PERSON_BLOCK }, (view) => {
      const form = readAssignModal(view);
      if ('errors' in form) return form;
      const { number, slackUserId } = form;
      return { kind: 'command', number, command: { type: 'assign', to: { slackUserId } } };
    });
  },
};

/** Under the answer to whoever wanted what another one has. */
export function takeOverButton(number: number): Button {
  return incidentButton(TAKE_OVER, 'Take over', number);
}

export function takeOver(slackUserId: string): AskedCommand {
  return { type: 'assign', to: { slackUserId } };
}

export function askForAssignee(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const { slackUserId } = request.asker;
  return openForIncident(deps, request, { kind: 'assign', number }, (incident) => assignModal(incident, slackUserId));
}

/** Asks whose it is to be. @param slackUserId who is chosen at first: whoever asks */
export function assignModal(incident: Incident, slackUserId: string): ModalView {
  const { state } = incident;
  const owner = state.status === 'ACKNOWLEDGED' ? `${actorName(state.by)} has it now, and is told.` : 'Nobody has it.';
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Assign ${key}`,
    submit: 'Assign',
    words: owner,
    blocks: [
      {
        type: 'input',
        block_id: PERSON_BLOCK,
        label: label('Assign to'),
        hint: label('It is theirs at once: escalation stops, and they get it as a direct message.'),
        element: { type: 'users_select', action_id: INPUT, initial_user: slackUserId },
      },
    ],
  });
}

export function readAssignModal(view: SubmittedView): { number: number; slackUserId: string } | Refused {
  const slackUserId = inputOf(view, PERSON_BLOCK).selected_user;
  if (!slackUserId) return { errors: { [PERSON_BLOCK]: 'Choose somebody.' } };
  return { number: readMetadata(view), slackUserId };
}

export const assignCommand: Subcommand = {
  name: 'assign',
  usage: 'assign INC-n [@user]',
  help: 'assign an incident to somebody; without a name, to you',
  changes: true,
  async run(deps, call) {
    const { asker, escaped } = call;
    const { slackUserId, rest } = readMention(escaped);
    const number = parseIncidentKey(rest);
    if (number === null) return tell(deps, asker, writeItLikeThis(assignCommand.usage, 'assign INC-42 @bob'));
    const to = slackUserId ?? asker.slackUserId;
    await commandIncident(deps, call, number, takeOver(to), assigned(number, to === asker.slackUserId));
  },
};

function assigned(number: number, isOwn: boolean): SlackMessage {
  const key = incidentKey(number);
  return notice(isOwn ? `${key} is yours now.` : `${key} is theirs now; they are told.`);
}
