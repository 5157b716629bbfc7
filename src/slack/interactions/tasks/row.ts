import type { Button, KnownBlock } from '@slack/types';
import { isOpenTask, MAX_TASK, type Task } from '../../../incidents/tasks.ts';
import { incidentKey } from '../../../incidents/types.ts';
import { actions, button, section } from '../../cards/blocks.ts';
import { inline } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { dateAndTime } from '../../cards/time.ts';
import { choiceValue, readChoiceValue } from '../interaction.ts';

export const FINISH_TASK = 'finish_task';
export const REOPEN_TASK = 'reopen_task';
export const EDIT_TASK = 'edit_task';

/** What a task takes at most once it is escaped: an ampersand becomes five characters. */
export const TASK_ROOM = 5 * MAX_TASK;

/** What a task of an incident is called by in a button. */
export function taskValue({ incidentNumber, id }: Pick<Task, 'incidentNumber' | 'id'>): string {
  return choiceValue(incidentNumber, String(id));
}

export function readTaskValue(value: string | undefined) {
  return readChoiceValue(value, (key) => (/^[1-9]\d{0,5}$/.test(key ?? '') ? Number(key) : undefined));
}

export function finishButton(task: Pick<Task, 'incidentNumber' | 'id'>): Button {
  return button(FINISH_TASK, 'Done', taskValue(task));
}

/** A task as lists show it. @param isAmongOthers beside tasks of other incidents */
export function taskRow(task: Task, isAmongOthers = true): KnownBlock[] {
  const settle = isOpenTask(task) ? finishButton(task) : button(REOPEN_TASK, 'Reopen', taskValue(task));
  return [section(taskLine(task, isAmongOthers)), actions(settle, button(EDIT_TASK, 'Edit…', taskValue(task)))];
}

/** `☐ Tell the bank · INC-42 · @bob · due tomorrow at 9:00` */
export function taskLine({ id, incidentNumber, text, owner, dueAt, done }: Task, isAmongOthers: boolean): string {
  return [
    `${done ? '☑' : '☐'} ${id}. ${inline(text, TASK_ROOM)}`,
    isAmongOthers ? incidentKey(incidentNumber) : null,
    owner && !isAmongOthers ? actorName(owner) : null,
    done ? `done by ${actorName(done.by)}` : null,
    dueAt === null || done ? null : dateAndTime(dueAt, 'due'),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
