import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { readSnoozeValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { snoozeModal } from '../../ui/modals/snooze.ts';
import { command, type Press } from '../interaction.ts';
import { openForIncident } from '../modal.ts';
import type { Parts } from '../parts.ts';

/** A fixed time snoozes at once; Custom… asks until when. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<StaticSelectAction>>(
    { type: 'block_actions', action_id: ACTION.snooze },
    async ({ ack, action, body, respond }) => {
      const choice = readSnoozeValue(action.selected_option?.value);
      if (choice === null) return ack();
      const press: Press = { body, respond, ack };
      const now = parts.clock.now();
      if (choice.ms === null) {
        const modal = snoozeModal({ number: choice.number, now, zone: await zoneOf(parts, body.user.id) });
        return openForIncident(parts, press, choice.number, modal);
      }
      await command(parts, press, choice.number, { type: 'snooze', until: now + choice.ms });
    },
  );
}

/** The person's own zone, if we know them: a modal can't wait for Slack to tell. */
async function zoneOf({ people }: Parts, slackUserId: string): Promise<string | null> {
  const person = await people.known(slackUserId);
  return person?.user?.timezone ?? person?.identity.timezone ?? null;
}
