import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { readStormValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { carryOut } from '../carry-out.ts';
import { asker, showStorm } from '../interaction.ts';
import type { Parts } from '../parts.ts';

/** The buttons of a storm as a whole: acknowledge all of it, see all of it, turn the page. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.acknowledgeStorm },
    async ({ ack, action, body, respond }) => {
      const chosen = readStormValue(action.value);
      if (chosen === null) return ack();
      const wish = { kind: 'acknowledge_storm', stormId: chosen.stormId } as const;
      await carryOut(parts, { requestKey: body.trigger_id, asker: asker({ body, respond, ack }), wish, ack });
    },
  );

  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.showStorm },
    async ({ ack, action, body, respond }) => {
      await ack();
      const chosen = readStormValue(action.value);
      if (chosen) await showStorm(parts, body.user.id, chosen, respond, { inPlace: false });
    },
  );

  for (const action_id of [ACTION.previousStormPage, ACTION.nextStormPage]) {
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions', action_id },
      async ({ ack, action, body, respond }) => {
        await ack();
        const chosen = readStormValue(action.value);
        if (chosen) await showStorm(parts, body.user.id, chosen, respond, { inPlace: true });
      },
    );
  }
}
