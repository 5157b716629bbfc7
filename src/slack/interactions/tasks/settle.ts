import { incidentKey } from '../../../incidents/types.ts';
import { notice } from '../../cards/replies.ts';
import { afterwards, carryOut } from '../answers.ts';
import { askerOf, type Interaction, onButton } from '../interaction.ts';
import { redraw } from '../places.ts';
import { renewTasks } from './list.ts';
import { FINISH_TASK, REOPEN_TASK, readTaskValue } from './row.ts';

export const finishTask = settling(FINISH_TASK, 'finish_task', 'is done');
export const reopenTask = settling(REOPEN_TASK, 'reopen_task', 'is open again');

/** A task is done, or is not after all: in lists that is seen, elsewhere it is said. */
function settling(actionId: string, type: 'finish_task' | 'reopen_task', words: string): Interaction {
  return {
    actionIds: [actionId],
    canWait: () => true,
    listen(app, deps) {
      onButton(app, actionId, async (request, value) => {
        const read = readTaskValue(value);
        if (!read) return request.ack();
        const { number, choice: id } = read;
        const { body, ack } = request;
        const action = { kind: 'command', number, command: { type, id } } as const;
        const success = body.view ? null : notice(`Task ${id} of ${incidentKey(number)} ${words}.`);
        const asked = { requestKey: body.trigger_id, asker: askerOf(request), action, ack };
        const answer = await carryOut(deps, asked, success);
        if (answer.kind !== 'commanded') return;
        await afterwards(answer, async () => {
          await redraw(deps, request);
          await renewTasks(deps, request);
        });
      });
    },
  };
}
