import type { Button, KnownBlock } from '@slack/types';
import { actions, button } from '../cards/blocks.ts';
import { askerOf, type ControlRequest, type Interaction, onButton } from './interaction.ts';
import { formRequestOf, openModal } from './modal.ts';
import { readPageValue } from './places.ts';

export const OPEN_INCIDENTS_VIEW = 'open_incidents';

const SHOW = 'show_open_incidents';
const PREVIOUS = 'open_incidents_previous';
const NEXT = 'open_incidents_next';

/** "Show all" on the Home tab, and the pages of the modal that it opens. */
export const openIncidents: Interaction = {
  actionIds: [SHOW, PREVIOUS, NEXT],
  listen(app, deps) {
    for (const id of [SHOW, PREVIOUS, NEXT]) {
      onButton(app, id, async (request: ControlRequest, value) => {
        await request.ack();
        const viewer = await deps.membership.viewer(askerOf(request).slackUserId);
        await openModal(deps, formRequestOf(request), await deps.views.openIncidents(viewer, readPageValue(value)));
      });
    }
  },
};

export function showOpenButton(total: number): Button {
  return button(SHOW, `Show all ${total}`, '1');
}

export function turnOpenButtons(page: number, pages: number): KnownBlock[] {
  const buttons = [
    ...(page > 1 ? [button(PREVIOUS, '← Previous', String(Math.min(page - 1, pages)))] : []),
    ...(page < pages ? [button(NEXT, 'Next →', String(page + 1))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

/** Which page a modal shows (`private_metadata`). */
export function writePage(page: number): string {
  return String(page);
}
