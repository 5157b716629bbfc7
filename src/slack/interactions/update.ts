import type { ModalView, PlainTextOption } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import { incidentKey } from '../../incidents/types.ts';
import { MAX_IMPACT, UPDATE_STATES, type UpdateState } from '../../incidents/updates.ts';
import { DAY, HOUR, MINUTE } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { markedUpdate } from '../../words/updates.ts';
import { actions, button, label, message } from '../cards/blocks.ts';
import { link } from '../cards/mrkdwn.ts';
import { incidentForm } from './command.ts';
import type { Deps } from './deps.ts';
import { incidentModal } from './incident-modal.ts';
import { type Interaction, incidentValue, onIncidentButton } from './interaction.ts';
import {
  type FormRequest,
  formRequestOf,
  INPUT,
  inputOf,
  onSubmission,
  openForIncident,
  readMetadata,
  textOf,
} from './modal.ts';

const VIEW = 'update_incident_modal';
const GIVE = 'give_update';
const STATE_BLOCK = 'update_state';
const IMPACT_BLOCK = 'update_impact';
const NEXT_BLOCK = 'update_next';

const NEXT_CHOICES = [
  { key: '15m', text: 'In 15 minutes', ms: 15 * MINUTE },
  { key: '30m', text: 'In 30 minutes', ms: 30 * MINUTE },
  { key: '1h', text: 'In an hour', ms: HOUR },
  { key: '2h', text: 'In two hours', ms: 2 * HOUR },
  { key: '4h', text: 'In four hours', ms: 4 * HOUR },
  { key: '1d', text: 'In a day', ms: DAY },
] as const;

/** Tells stakeholders how far an incident is. */
export const update: Interaction = {
  actionIds: [GIVE],
  viewId: VIEW,
  listen(app, deps) {
    onIncidentButton(app, GIVE, (request, number) => askForUpdate(deps, formRequestOf(request), number));
    onSubmission(app, deps, { viewId: VIEW, errorBlock: IMPACT_BLOCK }, (view) => {
      const state = UPDATE_STATES.find((one) => one === inputOf(view, STATE_BLOCK).selected_option?.value);
      if (!state) return { errors: { [STATE_BLOCK]: 'Choose how far it is.' } };
      const next = NEXT_CHOICES.find(({ key }) => key === inputOf(view, NEXT_BLOCK).selected_option?.value);
      const nextAt = next ? deps.clock.now() + next.ms : null;
      const impact = textOf(view, IMPACT_BLOCK) ?? '';
      return { kind: 'command', number: readMetadata(view), command: { type: 'update_status', state, impact, nextAt } };
    });
  },
};

export function askForUpdate(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const view = async (incident: Incident) => {
    const fact = (await deps.incidents.latestUpdate(number))?.fact;
    return updateModal(incident, fact?.kind === 'status_updated' ? fact : null);
  };
  return openForIncident(deps, request, { kind: 'update', number }, view, { evenResolved: true });
}

/** @param last what was said last, which the form begins with */
export function updateModal(incident: Incident, last: { state: UpdateState; impact: string } | null): ModalView {
  const isResolved = incident.state.status === 'RESOLVED';
  return incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Update on ${key}`,
    submit: 'Send update',
    words: 'It goes to the status channels, to whoever follows the incident, and into its thread.',
    blocks: [
      {
        type: 'input',
        block_id: STATE_BLOCK,
        label: label('State'),
        element: {
          type: 'static_select',
          action_id: INPUT,
          options: UPDATE_STATES.map(stateOption),
          initial_option: stateOption(isResolved ? 'resolved' : (last?.state ?? 'investigating')),
        },
      },
      {
        type: 'input',
        block_id: IMPACT_BLOCK,
        label: label('Impact'),
        hint: label('What does not work, for whom, and what they can do meanwhile.'),
        element: {
          type: 'plain_text_input',
          action_id: INPUT,
          multiline: true,
          max_length: MAX_IMPACT,
          focus_on_load: true,
          ...(last && { initial_value: last.impact }),
        },
      },
      {
        type: 'input',
        block_id: NEXT_BLOCK,
        optional: true,
        label: label('Next update'),
        element: {
          type: 'static_select',
          action_id: INPUT,
          placeholder: label('Nobody has said'),
          options: NEXT_CHOICES.map(({ key, text }) => ({ text: label(text), value: key })),
        },
      },
    ],
  });
}

function stateOption(state: UpdateState): PlainTextOption {
  return { text: label(markedUpdate(state)), value: state };
}

/** A direct message to whoever is in charge of telling. */
export function updateDueNotice(number: number, url: string): SlackMessage {
  const key = link(url, incidentKey(number));
  const give = { ...button(GIVE, 'Give an update…', incidentValue(number)), style: 'primary' } as const;
  return message(`📣 Stakeholders wait for an update on ${key}.`, actions(give));
}

export const updateCommand = incidentForm({
  name: 'update',
  help: 'tell stakeholders how far an incident is: status channels, and whoever follows it',
  open: askForUpdate,
});
