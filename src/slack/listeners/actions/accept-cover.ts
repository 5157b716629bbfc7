import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { readIncidentValue } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { answerMessage, tell } from '../answers.ts';
import { afterwards } from '../carry-out.ts';
import { asker } from '../interaction.ts';
import type { Parts } from '../parts.ts';

/** A colleague says yes to "cover me". The first one wins; the question gives way to what came of it. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.acceptCover },
    async ({ ack, action, body, respond }) => {
      const id = readIncidentValue(action.value);
      if (id === null) return ack();
      const wish = { kind: 'accept_cover', id } as const;
      const answer = await parts.acting.act({ requestKey: body.trigger_id, slackUserId: body.user.id, wish });
      await afterwards(answer, async () => {
        await ack();
        const message = answerMessage(answer, parts.clock.now(), (shown) => parts.views.pageUrl(shown));
        if (!message) return;
        if (answer.kind === 'on_call' && answer.done) await respond({ ...message, replace_original: true });
        else await tell(parts, asker({ body, respond, ack }), message);
      });
    },
  );
}
