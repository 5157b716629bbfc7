import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Task } from '../../../incidents/tasks.ts';
import { type Incident, incidentKey } from '../../../incidents/types.ts';
import { SECOND } from '../../../lib/clock.ts';
import { unknownIncident } from '../../../words/rejections.ts';
import { notice } from '../../cards/replies.ts';
import { tell } from '../answers.ts';
import type { Deps } from '../deps.ts';
import { incidentModal } from '../incident-modal.ts';
import { askerOf, type Interaction, onButton, visibleIncident } from '../interaction.ts';
import { formRequestOf, onSubmission, openForIncident } from '../modal.ts';
import { inMilliseconds, readTask, TEXT_BLOCK, taskFields, tasksFor } from './list.ts';
import { EDIT_TASK, readTaskValue } from './row.ts';

const VIEW = 'edit_task_modal';

/** What the modal remembers: what it showed, so that what nobody has touched stays as it is. */
const metadata = z.object({
  number: z.int().positive(),
  task: z.int().positive(),
  /** Nobody of this workspace has it, so the field shows nobody. */
  isElsewhere: z.boolean().optional(),
  due: z.int().nullish(),
});

/** Changes a task: what it says, whose it is, when it is due. */
export const editTask: Interaction = {
  actionIds: [EDIT_TASK],
  viewId: VIEW,
  listen(app, deps) {
    onButton(app, EDIT_TASK, async (request, value) => {
      const read = readTaskValue(value);
      if (!read) return request.ack();
      const { number, choice: id } = read;
      const { slackUserId } = askerOf(request);
      const incident = await visibleIncident(deps, slackUserId, number);
      const found = (await tasksFor(deps, slackUserId, number)).find((one) => isIt(one, number, id));
      const form = formRequestOf(request);
      if (incident && found) {
        const view = (incident: Incident) => editModal(incident, found, deps.connectionId);
        return openForIncident(deps, form, { kind: 'tasks', number }, view, { evenResolved: true });
      }
      await request.ack();
      const words = incident ? `${incidentKey(number)} has no task ${id}.` : unknownIncident(number);
      await tell(deps, askerOf(request), notice(words));
    });
    onSubmission(app, deps, { viewId: VIEW, errorBlock: TEXT_BLOCK }, (view) => {
      const shown = metadata.parse(JSON.parse(view.private_metadata));
      const { text, owner, due } = readTask(view);
      const form = {
        text,
        ...((owner !== null || !shown.isElsewhere) && { owner }),
        ...(due !== (shown.due ?? null) && { dueAt: inMilliseconds(due) }),
      };
      return { kind: 'command', number: shown.number, command: { type: 'change_task', id: shown.task, form } };
    });
  },
};

function isIt(task: Task, number: number, id: number): boolean {
  return task.incidentNumber === number && task.id === id;
}

export function editModal(incident: Incident, task: Task, connectionId: Deps['connectionId']): ModalView {
  const { id, text, owner, dueAt } = task;
  const isHere = owner?.connectionId === connectionId;
  const due = dueAt === null ? null : Math.floor(dueAt / SECOND);
  const modal = incidentModal(incident, {
    viewId: VIEW,
    title: (key) => `Task ${id} of ${key}`,
    submit: 'Save',
    blocks: taskFields({ text, slackUserId: isHere ? owner.slackUserId : null, due }),
  });
  const remembered: z.infer<typeof metadata> = {
    number: incident.number,
    task: id,
    due,
    ...(owner && !isHere && { isElsewhere: true }),
  };
  return { ...modal, private_metadata: JSON.stringify(remembered) };
}
