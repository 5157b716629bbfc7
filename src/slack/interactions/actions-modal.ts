import type { ModalView } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { toSlackFailure } from '../api/failures.ts';
import { button, label, MAX_MODAL_TITLE, outsideLabel, section, textElement } from '../cards/blocks.ts';
import { incidentStanding, keyAndTitle } from '../cards/incident.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import type { Deps } from './deps.ts';
import { FORMS } from './forms.ts';
import { isFromHome } from './from-home.ts';
import { INCIDENT_ACTIONS, type IncidentAction, possibleActions } from './incident-actions.ts';
import {
  type ControlRequest,
  choiceValue,
  giveCommand,
  type Interaction,
  onButton,
  readChoiceValue,
  visibleIncident,
} from './interaction.ts';
import { type FormRequest, formRequestOf, openModal } from './modal.ts';
import { showHome } from './places.ts';
import { placeBelow } from './storm/place.ts';
import { showStorm } from './storm/redraw.ts';

const ACTION = 'incident_action';
const VIEW = 'incident_actions';

/** Everything that can be done with one incident, with a word on what it does. It shows how things are after each of them. */
export const actionsModal: Interaction = {
  actionIds: [ACTION],
  listen(app, deps) {
    onButton(app, ACTION, async (request, value) => {
      const chosen = readActionValue(value);
      await (chosen ? useAction(deps, request, chosen.number, chosen.choice) : request.ack());
    });
  },
};

/** Does what somebody has chosen for an incident, or opens the form that it takes. */
export async function useAction(
  deps: Deps,
  request: ControlRequest,
  number: number,
  { does }: IncidentAction,
): Promise<void> {
  if (typeof does === 'string') return FORMS[does](deps, formRequestOf(request), number);
  await giveCommand(deps, request, number, does(request.body.user.id));
  await renew(deps, request, number);
}

export function actionValue(number: number, { key }: IncidentAction): string {
  return choiceValue(number, key);
}

export function readActionValue(value: string | undefined): { number: number; choice: IncidentAction } | null {
  return readChoiceValue(value, (key) => INCIDENT_ACTIONS.find((one) => one.key === key));
}

/** Opens the list of what can be done with an incident. */
export async function showActions(deps: Deps, request: FormRequest, number: number): Promise<void> {
  await request.ack();
  const incident = await visibleIncident(deps, request.asker.slackUserId, number);
  if (!incident) return tell(deps, request.asker, notice(unknownIncident(number)));
  await openModal(deps, request, actionsView(incident, isTheirs(deps, incident, request.asker.slackUserId)));
}

/** The modal shows the incident as it was, and so does the storm's that it lies on; they may have been closed meanwhile. */
async function renew(deps: Deps, { body }: ControlRequest, number: number): Promise<void> {
  if (body.view?.type !== 'modal') return;
  const incident = await visibleIncident(deps, body.user.id, number);
  if (!incident) return;
  const { id, private_metadata, previous_view_id } = body.view;
  const view = actionsView(incident, isTheirs(deps, incident, body.user.id));
  try {
    await deps.interactive.views.update({ view_id: id, view: { ...view, private_metadata } });
  } catch (error) {
    if (toSlackFailure(error).code !== 'not_found') throw error;
  }
  if (isFromHome(body.view)) await showHome(deps, body.user.id);
  const place = placeBelow(body.view);
  if (place && previous_view_id) {
    await showStorm(deps, { viewId: previous_view_id, slackUserId: body.user.id, place });
  }
}

/** Whether whoever looks has it. */
function isTheirs({ connectionId }: Deps, { state }: Incident, slackUserId: string): boolean {
  if (state.status !== 'ACKNOWLEDGED' || state.by.kind !== 'person') return false;
  return state.by.connectionId === connectionId && state.by.slackUserId === slackUserId;
}

const MAX_TITLE = 300;

/** @param isTheirs whoever looks has it, so there is nothing to take over */
export function actionsView(incident: Incident, isTheirs: boolean): ModalView {
  const { number } = incident;
  return {
    type: 'modal',
    callback_id: VIEW,
    title: outsideLabel(incidentKey(number), MAX_MODAL_TITLE),
    close: label('Close'),
    blocks: [
      section(`${incidentStanding(incident)}\n*${keyAndTitle(incident, MAX_TITLE)}*`),
      ...possibleActions(incident)
        .filter(({ key }) => !isTheirs || key !== 'take_over')
        .map((action) => ({
          type: 'section' as const,
          text: textElement(action.hint),
          accessory: button(ACTION, action.label, actionValue(number, action)),
        })),
    ],
  };
}
