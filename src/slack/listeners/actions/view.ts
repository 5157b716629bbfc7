import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { readIncidentValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { notVisible, signInLink } from '../../ui/notices.ts';
import { tell } from '../answers.ts';
import { asker } from '../interaction.ts';
import type { Parts } from '../parts.ts';
import { seeingRefused } from '../seeing.ts';

/** The button's link opens the page in the browser; whoever isn't signed in there gets a personal link to do so. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.view },
    async ({ ack, action, body, respond }) => {
      await ack();
      const number = readIncidentValue(action.value);
      if (number === null) return;
      const to = asker({ body, respond, ack });
      const person = { connectionId: parts.connectionId, slackUserId: body.user.id };

      const refusal = await seeingRefused(parts, body.user.id);
      if (refusal) return tell(parts, to, refusal);
      const viewer = await parts.membership.viewer(body.user.id);
      if (!(await parts.incidents.isVisible(number, viewer))) return tell(parts, to, notVisible(number));
      if (await parts.signIn.hasSession(person)) return;
      await tell(parts, to, signInLink(number, await parts.signIn.create(person, `/incidents/${number}`)));
    },
  );
}
