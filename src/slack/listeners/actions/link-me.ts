import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTION } from '../../ui/ids.ts';
import { linkedTo, stillUnknown } from '../../ui/replies.ts';
import { tell } from '../answers.ts';
import { asker } from '../interaction.ts';
import type { Parts } from '../parts.ts';

/** Looks a person up in Slack again, after they or the operator have put the e-mail address right. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.linkMe },
    async ({ ack, body, respond }) => {
      await ack();
      const { identity, user } = await parts.people.lookUp(body.user.id);
      await tell(parts, asker({ body, respond, ack }), user ? linkedTo(user.name) : stillUnknown(identity.email));
    },
  );
}
