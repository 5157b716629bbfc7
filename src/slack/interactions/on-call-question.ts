import type { OnCallAction } from '../actions/request.ts';
import { afterwards, tell } from './answers.ts';
import { askerOf, type Interaction, onIncidentButton } from './interaction.ts';

/** A button of a message about who is on call. What came of it takes the place of the message. */
export function questionButton(actionId: string, action: (id: number) => OnCallAction): Interaction {
  return {
    actionIds: [actionId],
    canWait: () => true,
    listen(app, deps) {
      onIncidentButton(app, actionId, async (request, id) => {
        const { body, respond, ack } = request;
        const requestKey = body.trigger_id;
        const answer = await deps.actions.act({ requestKey, slackUserId: body.user.id, action: action(id) });
        await afterwards(answer, async () => {
          await ack();
          const message = deps.answerMessage(answer);
          if (!message) return;
          const isSettled = answer.kind === 'on_call' && answer.done;
          if (isSettled && respond) await respond({ ...message, replace_original: true });
          else await tell(deps, askerOf(request), message);
        });
      });
    },
  };
}
