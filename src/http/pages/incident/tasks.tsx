import { isOpenTask, type Task } from '../../../incidents/tasks.ts';
import { incidentKey } from '../../../incidents/types.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { ActionForm } from '../forms.tsx';
import { Ago, Moment } from '../time.tsx';
import { fitting } from '../words.ts';
import { pathOf } from './actions/action.ts';
import type { IncidentContent } from './content.ts';

/** Bytes of a task. */
const MAX_TEXT = 1_200;

/** What is to be done, and what was. */
export function Tasks(content: IncidentContent) {
  const { tasks } = content;
  if (tasks.length === 0) return null;
  return (
    <section id="tasks" class="card" aria-labelledby="tasks-title">
      <h2 id="tasks-title">Tasks</h2>
      <ul class="plain">
        {tasks.map((task) => (
          <li>
            <TaskLine content={content} task={task} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TaskLine({ content, task }: { content: IncidentContent; task: Task }) {
  const { incident, visitor, frame } = content;
  const { incidentNumber, id, text, owner, dueAt, done } = task;
  const isOpen = isOpenTask(task);
  const path = pathOf({ incident: { ...incident, number: incidentNumber } }, isOpen ? 'finish-task' : 'reopen-task');
  return (
    <>
      {isOpen ? '☐' : '☑'} {id}. {fitting(text, MAX_TEXT)}
      {incidentNumber !== incident.number && <span class="quiet"> {incidentKey(incidentNumber)}</span>}
      {owner && <span class="quiet"> {actorName(owner)}</span>}
      {done && (
        <span class="quiet">
          {' '}
          done by {actorName(done.by)} <Ago at={done.at} frame={frame} />
        </span>
      )}
      {isOpen && dueAt !== null && (
        <span class="quiet">
          {' '}
          due <Moment at={dueAt} zone={frame.zone} />
        </span>
      )}
      {visitor.permission.allowed && (
        <ActionForm action={path} visitor={visitor}>
          <input type="hidden" name="task" value={id} />
          <button type="submit">{isOpen ? 'Done' : 'Reopen'}</button>
        </ActionForm>
      )}
    </>
  );
}
