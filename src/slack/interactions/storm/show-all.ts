import type { BlockAction, ButtonAction, StaticSelectAction, ViewOutput } from '@slack/bolt';
import type { ActionsBlock, PlainTextOption, StaticSelect } from '@slack/types';
import type { StormFilter, StormService } from '../../../notifications/storms/store.ts';
import { URGENCIES, type Urgency } from '../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { actions, button, label, MAX_OPTION_TEXT, outsideLabel } from '../../cards/blocks.ts';
import type { Interaction } from '../interaction.ts';
import { placeOf, type StormPlace } from './place.ts';
import { showStorm } from './redraw.ts';

const PREVIOUS = 'storm_page_previous';
const NEXT = 'storm_page_next';
const SERVICE = 'storm_service';
const URGENCY = 'storm_urgency';
const FILTER_BLOCK = 'storm_filter';
const ALL = 'all';

/** What is turned and chosen in a storm's modal: another page, a service, an urgency. */
export const stormFilters: Interaction = {
  actionIds: [PREVIOUS, NEXT, SERVICE, URGENCY],
  listen(app, deps) {
    for (const actionId of [PREVIOUS, NEXT, SERVICE, URGENCY]) {
      app.action<BlockAction<ButtonAction | StaticSelectAction>>(
        { type: 'block_actions', action_id: actionId },
        async ({ ack, body }) => {
          await ack();
          const place = placeOf(body.view);
          if (!place || !body.view) return;
          const next = { ...place, ...goneTo(actionId, place, body.view) };
          await showStorm(deps, { viewId: body.view.id, slackUserId: body.user.id, place: next });
        },
      );
    }
  },
};

function goneTo(actionId: string, { page }: StormPlace, view: ViewOutput): Partial<StormPlace> {
  switch (actionId) {
    case PREVIOUS:
      return { page: Math.max(1, page - 1) };
    case NEXT:
      return { page: page + 1 };
    default:
      return { page: 1, filter: filterIn(view) };
  }
}

/** What both menus show, also when one was used before the modal could follow the other. */
function filterIn({ state }: ViewOutput): StormFilter {
  const menus = state?.values?.[FILTER_BLOCK] ?? {};
  const urgency = menus[URGENCY]?.selected_option?.value;
  return {
    serviceId: readService(menus[SERVICE]?.selected_option?.value),
    urgency: URGENCIES.find((one) => one === urgency),
  };
}

function readService(value: string | undefined): StormFilter['serviceId'] {
  if (value === 'none') return value;
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The menus of the filter. */
export function filterMenus(services: readonly StormService[], { serviceId, urgency }: StormFilter): ActionsBlock {
  const ofService = services.map((service) => ({
    text: service === null ? label('No service') : outsideLabel(service.name, MAX_OPTION_TEXT),
    value: service === null ? 'none' : String(service.id),
  }));
  const ofUrgency = URGENCIES.map((one: Urgency) => ({ text: label(urgencyLabel(one)), value: one }));
  const menus = actions(
    menu(SERVICE, 'Service', 'All services', ofService, serviceId === undefined ? ALL : String(serviceId)),
    menu(URGENCY, 'Urgency', 'All urgencies', ofUrgency, urgency ?? ALL),
  );
  return { ...menus, block_id: FILTER_BLOCK };
}

function menu(actionId: string, name: string, all: string, choices: PlainTextOption[], chosen: string): StaticSelect {
  const options = [{ text: label(all), value: ALL }, ...choices];
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: label(name),
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

export function turnButtons({ page }: StormPlace, pages: number): ActionsBlock[] {
  const elements = [
    ...(page > 1 ? [button(PREVIOUS, '← Previous', String(page - 1))] : []),
    ...(page < pages ? [button(NEXT, 'Next →', String(page + 1))] : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
}
