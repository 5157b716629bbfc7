import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { readPageValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { showList } from '../interaction.ts';
import type { Parts } from '../parts.ts';

/** Previous and Next under the list of incidents. */
export function register(app: App, parts: Parts): void {
  for (const action_id of [ACTION.previousPage, ACTION.nextPage]) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id },
      async ({ ack, action, body, respond }) => {
        await ack();
        await showList(parts, body.user.id, readPageValue(action.value), respond);
      },
    );
  }
}
