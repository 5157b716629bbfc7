import type { App, BlockAction, OverflowAction } from '@slack/bolt';
import { SNOOZE_CHOICES } from '../../../words/incident.ts';
import { readStormChoice } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { resolveModal } from '../../ui/modals/resolve.ts';
import { command, type Press } from '../interaction.ts';
import { openForIncident } from '../modal.ts';
import type { Parts } from '../parts.ts';
import { askUntilWhen } from '../snooze.ts';
import { view } from '../view.ts';

/** The menu of one incident in a storm: what the buttons of a card do. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<OverflowAction>>(
    { type: 'block_actions', action_id: ACTION.stormRow },
    async ({ ack, action, body, respond }) => {
      const chosen = readStormChoice(action.selected_option.value);
      if (chosen === null) return ack();
      const { number, choice } = chosen;
      const press: Press = { body, respond, ack };
      switch (choice) {
        case 'ack':
          return command(parts, press, number, { type: 'acknowledge' });
        case 'resolve':
          return openForIncident(parts, press, 'resolve', number, resolveModal(number));
        case '1h': {
          const ms = SNOOZE_CHOICES.find(({ key }) => key === choice)?.ms ?? 0;
          return command(parts, press, number, { type: 'snooze', until: parts.clock.now() + ms });
        }
        case 'reopen':
          return command(parts, press, number, { type: 'reopen' });
        case 'custom':
          return askUntilWhen(parts, press, number);
        case 'view':
          return view(parts, press, number);
      }
    },
  );
}
