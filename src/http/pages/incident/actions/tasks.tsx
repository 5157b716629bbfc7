import type { AskedCommand } from '../../../../incidents/commands.ts';
import { MAX_TASK } from '../../../../incidents/tasks.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { AssigneeOptions, Foldable, readOptionalTime, TimeField } from './fields.tsx';

/** Adds something that is to be done; also after the end. */
export const addTask: PageAction = {
  name: 'task',
  form: (content) => (content.incident.state.status === 'MERGED' ? null : <AddTask {...content} />),
  command(form, { zone }) {
    const email = fieldOf(form, 'owner').toLowerCase();
    const dueAt = readOptionalTime(form, 'due', zone);
    if (dueAt === undefined) return { problem: 'Pick a date and a time by which it is due, or none.' };
    return { type: 'add_task', text: fieldOf(form, 'text'), owner: email === '' ? null : { email }, dueAt };
  },
};

function AddTask(content: IncidentContent) {
  const { visitor, assignees, frame } = content;
  return (
    <Foldable id="task" label="Add a task">
      <ActionForm action={pathOf(content, 'task')} visitor={visitor}>
        <label for="task-text">Task</label>
        <input id="task-text" name="text" maxlength={MAX_TASK} required autocomplete="off" />
        <label for="task-owner">Whose it is</label>
        <select id="task-owner" name="owner">
          <option value="">Nobody’s yet</option>
          <AssigneeOptions assignees={assignees} />
        </select>
        <label for="task-due">Due</label>
        <div class="row">
          <TimeField id="task-due" name="due" from={frame.now} zone={frame.zone} hint="task-hint" />
          <button type="submit">Add task</button>
        </div>
        <p id="task-hint" class="hint">
          In your time zone, {frame.zone}. Whose it is gets it as a direct message in Slack, and is reminded when it is
          due.
        </p>
      </ActionForm>
    </Foldable>
  );
}

/** The buttons of the list of tasks, which stands by itself. */
export const finishTask = settling('finish-task', 'finish_task');
export const reopenTask = settling('reopen-task', 'reopen_task');

function settling(name: string, type: 'finish_task' | 'reopen_task'): PageAction {
  return {
    name,
    form: () => null,
    command(form): AskedCommand | { problem: string } {
      const id = fieldOf(form, 'task');
      return /^[1-9]\d{0,5}$/.test(id) ? { type, id: Number(id) } : { problem: 'There is no such task.' };
    },
  };
}
