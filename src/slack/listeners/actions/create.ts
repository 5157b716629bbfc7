import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTION } from '../../ui/ids.ts';
import { askForIncident } from '../create-incident.ts';
import { asker } from '../interaction.ts';
import type { Parts } from '../parts.ts';

/** The Home tab's button. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.create },
    async ({ ack, body, respond }) => {
      await ack();
      await askForIncident(parts, asker({ body, respond, ack }), { triggerId: body.trigger_id, title: '' });
    },
  );
}
