import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { readSnoozeValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { command, type Press } from '../interaction.ts';
import type { Parts } from '../parts.ts';
import { askUntilWhen } from '../snooze.ts';

/** A fixed time snoozes at once; Custom… asks until when. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<StaticSelectAction>>(
    { type: 'block_actions', action_id: ACTION.snooze },
    async ({ ack, action, body, respond }) => {
      const choice = readSnoozeValue(action.selected_option?.value);
      if (choice === null) return ack();
      const press: Press = { body, respond, ack };
      if (choice.ms === null) {
        await askUntilWhen(parts, press, choice.number);
        // Slack keeps showing "Custom…", and would not tell us if somebody who has cancelled chose it once more.
        return parts.deliveries.redraw(choice.number, parts.clock.now());
      }
      await command(parts, press, choice.number, { type: 'snooze', until: parts.clock.now() + choice.ms });
    },
  );
}
