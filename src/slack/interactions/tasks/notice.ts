import type { Task } from '../../../incidents/tasks.ts';
import { incidentKey } from '../../../incidents/types.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import type { TaskNotice } from '../../../notifications/types.ts';
import { actions, message } from '../../cards/blocks.ts';
import { inline, link } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { dateAndTime } from '../../cards/time.ts';
import { viewButton } from '../view.ts';
import { finishButton, TASK_ROOM } from './row.ts';

/** A direct message about a task, for whoever may see its incident. */
export function taskNotice(about: TaskNotice, task: Task, pageUrl: (number: number) => string): SlackMessage {
  const { number } = about;
  const url = pageUrl(number);
  const key = link(url, incidentKey(number));
  const text = inline(task.text, TASK_ROOM);
  const due = task.dueAt === null ? '' : ` It is ${dateAndTime(task.dueAt, 'due')}.`;
  const words =
    about.kind === 'task_given'
      ? `☑️ ${actorName(about.by)} has given you a task of ${key}: ${text}.${due}`
      : `⏰ A task of ${key} is due: ${text}`;
  return message(words, actions(...(task.done ? [] : [finishButton(task)]), viewButton(number, url)));
}
