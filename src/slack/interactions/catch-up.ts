import { isOpenTask, type Task } from '../../incidents/tasks.ts';
import type { StoredTimelineEvent, TimelineKind } from '../../incidents/timeline.ts';
import { incidentKey, isOver, parseIncidentKey } from '../../incidents/types.ts';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { holdingWords, roleLabel } from '../../words/roles.ts';
import { duration } from '../../words/time.ts';
import { section } from '../cards/blocks.ts';
import { type IncidentRow, incidentStanding, linkedTitle } from '../cards/incident.ts';
import { actorName } from '../cards/names.ts';
import { notice } from '../cards/replies.ts';
import { lineAmongOthers } from '../cards/thread.ts';
import { ago } from '../cards/time.ts';
import { tell } from './answers.ts';
import { type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { visibleIncident } from './interaction.ts';
import { taskLine } from './tasks/row.ts';

const MAX_LOOKED_AT = 200;
const MAX_SAID = 5;
const MAX_HAPPENED = 8;
const MAX_TASKS_SHOWN = 5;
const MAX_TITLE = 150;
const MAX_TEXT = 300;

/** What people have said of it, in their own words. */
const SAID: ReadonlySet<TimelineKind> = new Set(['note_added', 'message_added']);

export const catchUpCommand: Subcommand = {
  name: 'catchup',
  usage: 'catchup INC-n',
  help: 'catch me up: how it stands, what people say, what happened; only you see it',
  async run(deps, { asker, rest }) {
    const { name, usage } = catchUpCommand;
    const number = parseIncidentKey(rest);
    if (number === null) return tell(deps, asker, writeItLikeThis(usage, `${name} INC-42`));
    const found = await catchUpFor(deps, asker.slackUserId, number);
    await tell(deps, asker, found?.message ?? notice(unknownIncident(number)));
  },
};

/** What somebody is told who joins late, with what it is made of; null when there is no such incident for them. */
export async function catchUpFor(deps: Deps, slackUserId: string, number: number) {
  const { incidents, membership, views, clock } = deps;
  const incident = await visibleIncident(deps, slackUserId, number);
  if (!incident) return null;
  const eyes = await membership.viewer(slackUserId);
  const events = await incidents.timeline(number, { eyes, limit: MAX_LOOKED_AT });
  const [tasks, update] = await Promise.all([incidents.tasks(number, eyes), incidents.latestUpdate(number)]);
  const message = catchUp({ incident, pageUrl: views.pageUrl(number), events, tasks, update }, clock.now());
  return { incident, events, message };
}

interface CaughtUp extends Pick<IncidentRow, 'incident' | 'pageUrl'> {
  /** Oldest first, the latest of them. */
  events: readonly StoredTimelineEvent[];
  tasks: readonly Task[];
  /** What stakeholders were told last. */
  update: StoredTimelineEvent | null;
}

/** For whoever joins late: the same words for the same incident. */
export function catchUp({ events, tasks, update, ...row }: CaughtUp, now: UtcMs): SlackMessage {
  const { number, state, openedAt, alertCount, roles } = row.incident;
  const lasts = isOver(state)
    ? `it lasted ${duration(Math.max(MINUTE, state.at - openedAt))}`
    : `it has lasted ${duration(Math.max(MINUTE, now - openedAt))}`;
  const alerts = alertCount > 1 ? `, ${alertCount} alerts` : '';
  const standing = [
    `*${linkedTitle(row, MAX_TITLE)}*`,
    incidentStanding(row.incident),
    `Triggered ${ago(openedAt)}: ${lasts}${alerts}`,
    ...roles.map((one) => `${roleLabel(one.role)}: ${holdingWords(one, actorName)}`),
  ];
  const open = tasks.filter(isOpenTask);
  const said = events.filter(({ fact }) => SAID.has(fact.kind)).slice(-MAX_SAID);
  const happened = events
    .filter(({ fact }) => !SAID.has(fact.kind) && fact.kind !== 'status_updated')
    .slice(-MAX_HAPPENED);
  return {
    text: `Catching up on ${incidentKey(number)}`,
    blocks: [
      section(standing.join('\n')),
      ...listed('*Last update*', update ? [update] : []),
      ...openTasks(open, number),
      ...listed('*What people say*', said),
      ...listed('*What happened last*', happened),
    ],
  };
}

function openTasks(tasks: readonly Task[], number: number) {
  if (tasks.length === 0) return [];
  const more = tasks.length - MAX_TASKS_SHOWN;
  const lines = tasks.slice(0, MAX_TASKS_SHOWN).map((task) => taskLine(task, task.incidentNumber !== number));
  return [
    section('*Open tasks*'),
    ...lines.map((line) => section(line)),
    ...(more > 0 ? [section(`… and ${more} more: \`/opsknight task ${incidentKey(number)}\``)] : []),
  ];
}

function listed(title: string, events: readonly StoredTimelineEvent[]) {
  if (events.length === 0) return [];
  return [section(title), ...events.map((event) => section(lineAmongOthers(event, MAX_TEXT)))];
}
