import type { Deps } from '../deps.ts';
import type { Interaction } from '../interaction.ts';
import { type FormRequest, onSubmission, openForIncident, readMetadata } from '../modal.ts';
import { inMilliseconds, readTask, TASKS_VIEW, TEXT_BLOCK, tasksFor, tasksView } from './list.ts';

/** What is to be done for an incident; the modal's submission adds to it. */
export const tasks: Interaction = {
  viewId: TASKS_VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: TASKS_VIEW, errorBlock: TEXT_BLOCK }, (view) => {
      const { text, owner, due } = readTask(view);
      const command = { type: 'add_task', text, owner, dueAt: inMilliseconds(due) } as const;
      return { kind: 'command', number: readMetadata(view), command };
    });
  },
};

export function showTasks(deps: Deps, request: FormRequest, number: number): Promise<void> {
  return openForIncident(
    deps,
    request,
    { kind: 'tasks', number },
    async (incident) => tasksView(incident, await tasksFor(deps, request.asker.slackUserId, number)),
    { evenResolved: true },
  );
}
