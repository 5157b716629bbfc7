import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import type { Command } from '../../../incidents/commands.ts';
import { readIncidentValue, readMoreValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { command } from '../interaction.ts';
import type { Parts } from '../parts.ts';

/** What is not needed every day: the ⋯ menu of an incident, Reopen, and the answers to "are you still on it?". */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<OverflowAction>>(
    { type: 'block_actions', action_id: ACTION.more },
    async ({ ack, action, body, respond }) => {
      const choice = readMoreValue(action.selected_option.value);
      if (!choice) return ack();
      await command(parts, { body, respond, ack }, choice.number, { type: choice.type });
    },
  );
  button(app, parts, ACTION.confirm, { type: 'confirm' });
  button(app, parts, ACTION.reopen, { type: 'reopen' });
  button(app, parts, ACTION.handBack, { type: 'reopen' });
}

function button(app: App, parts: Parts, actionId: string, wish: Command): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: actionId },
    async ({ ack, action, body, respond }) => {
      const number = readIncidentValue(action.value);
      if (number === null) return ack();
      await command(parts, { body, respond, ack }, number, wish);
    },
  );
}
