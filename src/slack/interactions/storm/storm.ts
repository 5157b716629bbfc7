import type { ActionsBlock } from '@slack/types';
import type { SlackMessage } from '../../../notifications/message.ts';
import type { StormCommand } from '../../../notifications/storms/store.ts';
import { incidentCount } from '../../../words/many.ts';
import { capital } from '../../../words/text.ts';
import { actions, button, label, textElement } from '../../cards/blocks.ts';
import { notice } from '../../cards/replies.ts';
import { afterwards, carryOut, tell } from '../answers.ts';
import type { Deps } from '../deps.ts';
import { askerOf, type ControlRequest, type Interaction, onButton, readIncidentValue } from '../interaction.ts';
import { formRefused, formRequestOf, onSubmission, openModal, type SubmittedView, textOf } from '../modal.ts';
import { placeOf, readPlace, type StormPlace } from './place.ts';
import { showStorm } from './redraw.ts';
import { NOTE_BLOCK, RESOLVE_ALL_VIEW } from './resolve-all-modal.ts';

const ACKNOWLEDGE_ALL = 'ack_storm';
const RESOLVE_ALL = 'resolve_storm';
const SHOW = 'show_storm';

/** The buttons of a storm as a whole, under its message and in its modal: acknowledge all of it, resolve all of it, see all of it. */
export const storm: Interaction = {
  actionIds: [ACKNOWLEDGE_ALL, RESOLVE_ALL, SHOW],
  viewId: RESOLVE_ALL_VIEW,
  canWait: (actionId) => actionId === ACKNOWLEDGE_ALL,
  listen(app, deps) {
    onStormButton(ACKNOWLEDGE_ALL, (request, place) => acknowledgeAll(deps, request, place));
    onStormButton(RESOLVE_ALL, (request, place) => askForNoteOfAll(deps, request, place));
    onStormButton(SHOW, async (request, place) => {
      await request.ack();
      const viewer = await deps.membership.viewer(request.body.user.id);
      const view = await deps.storms.modal(place, viewer);
      await openModal(deps, formRequestOf(request), view);
    });
    onSubmission(app, deps, { viewId: RESOLVE_ALL_VIEW, errorBlock: NOTE_BLOCK }, readResolveAllModal);

    function onStormButton(actionId: string, use: (request: ControlRequest, place: StormPlace) => Promise<void>) {
      onButton(app, actionId, async (request, value) => {
        const stormId = readIncidentValue(value);
        const place = placeOf(request.body.view) ?? (stormId === null ? null : { stormId, page: 1, filter: {} });
        await (place === null ? request.ack() : use(request, place));
      });
    }
  },
};

async function acknowledgeAll(deps: Deps, request: ControlRequest, place: StormPlace): Promise<void> {
  const { body, ack } = request;
  const { stormId, filter } = place;
  const requestKey = body.trigger_id;
  const action = { kind: 'acknowledge_storm', stormId, filter } as const;
  if (!placeOf(body.view)) {
    await carryOut(deps, { requestKey, asker: askerOf(request), action, ack });
    return;
  }
  const answer = await deps.actions.act({ requestKey, slackUserId: body.user.id, action });
  await afterwards(answer, async () => {
    await ack();
    if (answer.kind === 'bulk') await deps.stormIsDone(requestKey);
    const words = answer.kind === 'bulk' && answer.count !== 0 ? null : (deps.answerMessage(answer)?.text ?? null);
    await showStorm(deps, { viewId: body.view?.id ?? '', slackUserId: body.user.id, place, words });
  });
}

/** Asks for the one note of all. */
async function askForNoteOfAll(deps: Deps, request: ControlRequest, place: StormPlace): Promise<void> {
  await request.ack();
  const asker = askerOf(request);
  const refusal = await formRefused(deps, asker.slackUserId, null);
  if (refusal) return tell(deps, asker, refusal);
  const view = await deps.storms.resolveAllModal(place, await deps.membership.viewer(asker.slackUserId));
  if (view === null) return tell(deps, asker, doingToAll({ type: 'resolve', note: null }, 0));
  await openModal(deps, formRequestOf(request), view);
}

function readResolveAllModal(view: SubmittedView) {
  const { stormId, filter } = readPlace(view);
  return { kind: 'resolve_storm', stormId, filter, note: textOf(view, NOTE_BLOCK) } as const;
}

/** @param counts of the storm's incidents, as far as they are shown; @param what is done to how many, for whoever is asked first */
export function stormButtons(
  stormId: number,
  { open, live, total }: { open: number; live: number; total: number },
  place: 'message' | 'modal',
): ActionsBlock[] {
  const elements = [
    ...(open > 0 ? [{ ...button(ACKNOWLEDGE_ALL, 'Acknowledge all', String(stormId)), ...askedFirst(open) }] : []),
    ...(live > 0 ? [button(RESOLVE_ALL, 'Resolve all', String(stormId))] : []),
    ...(place === 'message' ? [button(SHOW, `Show all ${total}`, String(stormId))] : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
}

function askedFirst(open: number) {
  return {
    style: 'primary' as const,
    confirm: {
      title: label('Acknowledge all?'),
      text: textElement(
        `${capital(incidentCount(open))} that nobody has taken yet will be yours, and stop escalating.`,
      ),
      confirm: label('Acknowledge all'),
      deny: label('Cancel'),
    },
  };
}

/** The answer to "Acknowledge all"; null where people see for themselves what they have asked for. */
export function doingToAll({ type }: StormCommand, count: number): SlackMessage;
export function doingToAll({ type }: StormCommand, count: number | null): SlackMessage | null;
export function doingToAll({ type }: StormCommand, count: number | null): SlackMessage | null {
  if (count === 0) {
    return notice(type === 'acknowledge' ? 'Nothing in this storm is open any more.' : 'Nothing is left to resolve.');
  }
  if (count === null || type === 'resolve') return null;
  return notice(`${incidentCount(count)} of this storm will be yours in a moment; its message follows.`);
}
