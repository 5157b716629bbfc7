import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { readIncidentValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import type { Parts } from '../parts.ts';
import { view } from '../view.ts';

export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.view },
    async ({ ack, action, body, respond }) => {
      const number = readIncidentValue(action.value);
      if (number === null) return ack();
      await view(parts, { body, respond, ack }, number);
    },
  );
}
