import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { readIncidentValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { resolveModal } from '../../ui/modals/resolve.ts';
import { openForIncident } from '../modal.ts';
import type { Parts } from '../parts.ts';

/** Asks for the resolution note; the modal's submission resolves. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.resolve },
    async ({ ack, action, body, respond }) => {
      const number = readIncidentValue(action.value);
      if (number === null) return ack();
      await openForIncident(parts, { body, respond, ack }, 'resolve', number, resolveModal(number));
    },
  );
}
