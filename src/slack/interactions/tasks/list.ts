import type { KnownBlock, ModalView } from '@slack/types';
import type { Task } from '../../../incidents/tasks.ts';
import { MAX_TASK } from '../../../incidents/tasks.ts';
import { type Incident, incidentKey } from '../../../incidents/types.ts';
import { SECOND } from '../../../lib/clock.ts';
import type { PersonTarget } from '../../../people/page-target.ts';
import { toSlackFailure } from '../../api/failures.ts';
import { label, section } from '../../cards/blocks.ts';
import type { Deps } from '../deps.ts';
import { incidentModal } from '../incident-modal.ts';
import { type ControlRequest, visibleIncident } from '../interaction.ts';
import { INPUT, inputOf, readMetadata, type SubmittedView, textOf } from '../modal.ts';
import { taskRow } from './row.ts';

export const TASKS_VIEW = 'tasks_incident_modal';
export const TEXT_BLOCK = 'task_text';
const OWNER_BLOCK = 'task_owner';
const DUE_BLOCK = 'task_due';

/** With the form below them they stay within the 100 blocks of a view. */
const MAX_SHOWN = 40;

/** The tasks of an incident, each with what can be done about it, and a form for another one. */
export function tasksView(incident: Incident, tasks: readonly Task[]): ModalView {
  const more = tasks.length - MAX_SHOWN;
  return incidentModal(incident, {
    viewId: TASKS_VIEW,
    title: (key) => `Tasks of ${key}`,
    submit: 'Add task',
    words: tasks.length === 0 ? 'Nothing is to be done yet.' : '',
    blocks: [
      ...tasks.slice(0, MAX_SHOWN).flatMap((task) => taskRow(task, task.incidentNumber !== incident.number)),
      ...(more > 0 ? [section(`… and ${more} more, on the web page of ${incidentKey(incident.number)}.`)] : []),
      ...taskFields(),
    ],
  });
}

interface Written {
  text: string;
  /** Somebody of this workspace. */
  slackUserId: string | null;
  /** In seconds, as Slack's picker has it. */
  due: number | null;
}

/** The fields of a task. @param written what they hold at first */
export function taskFields(written?: Written): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: TEXT_BLOCK,
      label: label('Task'),
      element: {
        type: 'plain_text_input',
        action_id: INPUT,
        max_length: MAX_TASK,
        ...(written && { initial_value: written.text }),
      },
    },
    {
      type: 'input',
      block_id: OWNER_BLOCK,
      optional: true,
      label: label('Whose it is'),
      hint: label('They get it as a direct message, and see it on their Home tab.'),
      element: {
        type: 'users_select',
        action_id: INPUT,
        ...(written?.slackUserId && { initial_user: written.slackUserId }),
      },
    },
    {
      type: 'input',
      block_id: DUE_BLOCK,
      optional: true,
      label: label('Due'),
      hint: label('In your time zone. They are reminded then.'),
      element: {
        type: 'datetimepicker',
        action_id: INPUT,
        ...(written?.due && { initial_date_time: written.due }),
      },
    },
  ];
}

/** What was submitted. Whether it says anything is for `decide` to see. */
export function readTask(view: SubmittedView): { text: string; owner: PersonTarget | null; due: number | null } {
  const slackUserId = inputOf(view, OWNER_BLOCK).selected_user;
  return {
    text: textOf(view, TEXT_BLOCK) ?? '',
    owner: slackUserId ? { slackUserId } : null,
    due: inputOf(view, DUE_BLOCK).selected_date_time ?? null,
  };
}

export function inMilliseconds(seconds: number | null): number | null {
  return seconds === null ? null : seconds * SECOND;
}

/** The modal shows the tasks as they were; it may have been closed meanwhile. */
export async function renewTasks(deps: Deps, { body }: ControlRequest): Promise<void> {
  const { view } = body;
  if (view?.callback_id !== TASKS_VIEW) return;
  const slackUserId = body.user.id;
  const incident = await visibleIncident(deps, slackUserId, readMetadata(view));
  if (!incident) return;
  const { id: view_id, private_metadata } = view;
  const renewed = tasksView(incident, await tasksFor(deps, slackUserId, incident.number));
  try {
    await deps.interactive.views.update({ view_id, view: { ...renewed, private_metadata } });
  } catch (error) {
    if (toSlackFailure(error).code !== 'not_found') throw error;
  }
}

/** The tasks of an incident, and of what goes on as it, as somebody sees them. */
export async function tasksFor(deps: Deps, slackUserId: string, number: number): Promise<Task[]> {
  return deps.incidents.tasks(number, await deps.membership.viewer(slackUserId));
}
