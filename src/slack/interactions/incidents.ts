import type { KnownBlock } from '@slack/types';
import { actions, button } from '../cards/blocks.ts';
import { tell } from './answers.ts';
import type { Subcommand } from './command.ts';
import { type Interaction, onButton } from './interaction.ts';
import { readPageValue, showList } from './places.ts';

const PREVIOUS = 'incidents_page_previous';
const NEXT = 'incidents_page_next';

export const incidentsCommand: Subcommand = {
  name: 'incidents',
  usage: 'incidents',
  help: 'open incidents, most urgent first, with their buttons',
  async run(deps, { asker }) {
    await tell(deps, asker, await deps.views.list(await deps.membership.viewer(asker.slackUserId), 1));
  },
};

/** Previous and Next under the list of incidents. */
export const turnList: Interaction = {
  actionIds: [PREVIOUS, NEXT],
  listen(app, deps) {
    for (const id of [PREVIOUS, NEXT]) {
      onButton(app, id, async ({ ack, body, respond }, value) => {
        await ack();
        if (respond) await showList(deps, body.user.id, readPageValue(value), respond);
      });
    }
  },
};

/** @param page The one that is shown, of so many; from 1. */
export function turnListButtons(page: number, pages: number): KnownBlock[] {
  const buttons = [
    ...(page > 1 ? [button(PREVIOUS, '← Previous', String(Math.min(page - 1, pages)))] : []),
    ...(page < pages ? [button(NEXT, 'Next →', String(page + 1))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}
