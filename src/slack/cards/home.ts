import type { HomeView, KnownBlock } from '@slack/types';
import type { Task } from '../../incidents/tasks.ts';
import type { LiveStatus } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { MyShift, ScheduleOverview } from '../../oncall/overview.ts';
import type { Refusal } from '../../people/permissions.ts';
import { liveCounts } from '../../words/incident.ts';
import { refusalWords } from '../../words/people.ts';
import { settingsButtons } from '../interactions/admin/buttons.ts';
import { contactButton } from '../interactions/contact/contact.ts';
import { coverButton } from '../interactions/cover-form.ts';
import { createButton } from '../interactions/create/create.ts';
import { showOpenButton } from '../interactions/open-incidents.ts';
import { overrideButton } from '../interactions/override/override.ts';
import { taskRow } from '../interactions/tasks/row.ts';
import { actions, context, divider, header, section } from './blocks.ts';
import type { IncidentRow } from './incident.ts';
import { incidentRow } from './incident-list.ts';
import { link } from './mrkdwn.ts';
import { myShift, onCallLines } from './on-call.ts';

/** Rows of two blocks each; with the rest far below the 100 blocks of a view. */
export const HOME_ROWS = 20;

/** A glance; `/opsknight oncall` shows them all. */
const MAX_SCHEDULES = 9;
const MAX_SHIFTS = 3;

export interface HomeContent {
  /** What is open, and pages this person; then what they have; then the rest that is open: each most urgent first. */
  incidents: { paging: readonly IncidentRow[]; mine: readonly IncidentRow[]; open: readonly IncidentRow[] };
  /** What is theirs to do, what is due first. */
  tasks: readonly Task[];
  /** Everything that isn't resolved and that this person may see. */
  counts: Record<LiveStatus, number>;
  /** Who is on call in every schedule. */
  onCall: readonly ScheduleOverview[];
  /** When this person is, the soonest first. */
  shifts: readonly MyShift[];
  now: UtcMs;
  /** Whether this person may change settings, and may do so in this workspace. */
  changesSettings: boolean;
  /** The page with all changes of settings. */
  auditUrl: string;
  /** The page with all incidents. */
  incidentsUrl: string;
}

/** The Home tab: what needs this person, what else is open, who is on call. */
export function homeView(content: HomeContent): HomeView {
  return {
    type: 'home',
    blocks: [
      ...incidents(content),
      ...ownTasks(content),
      ...duty(content),
      ...(content.changesSettings ? settings(content.auditUrl) : []),
      divider(),
      context('Also: `/opsknight create [title]` anywhere in Slack, and `/opsknight help` for the rest.'),
    ],
  };
}

function settings(auditUrl: string): KnownBlock[] {
  return [
    divider(),
    header('Settings'),
    actions(...settingsButtons()),
    section(`Every change is in the ${link(auditUrl, 'audit log')}, where it can be taken back.`),
  ];
}

function incidents({ incidents: { paging, mine, open }, counts, incidentsUrl }: HomeContent): KnownBlock[] {
  const shown = {
    paging: paging.slice(0, HOME_ROWS),
    mine: mine.slice(0, HOME_ROWS - Math.min(paging.length, HOME_ROWS)),
  };
  const mineFirst = shown.paging.length + shown.mine.length;
  const rest = open.slice(0, HOME_ROWS - mineFirst);
  const total = counts.OPEN + counts.ACKNOWLEDGED + counts.SNOOZED;
  const showAll = total > mineFirst + rest.length ? [showOpenButton(total)] : [];
  return [
    ...part('📟 You are paged', shown.paging),
    ...part('Your incidents', shown.mine),
    ...(mineFirst === 0 ? [header('Your incidents'), section('Nothing is waiting for you. 🎉')] : []),
    divider(),
    header('Open incidents'),
    section(`${liveCounts(counts)} · ${link(incidentsUrl, 'All incidents in OpsKnight')}`),
    ...rest.flatMap((row) => incidentRow(row)),
    actions(...showAll, createButton()),
  ];
}

function ownTasks({ tasks }: HomeContent): KnownBlock[] {
  if (tasks.length === 0) return [];
  return [divider(), header('Your tasks'), ...tasks.flatMap((task) => taskRow(task))];
}

function part(title: string, rows: readonly IncidentRow[]): KnownBlock[] {
  return rows.length === 0 ? [] : [header(title), ...rows.flatMap((row) => incidentRow(row))];
}

function duty({ onCall, shifts, now }: HomeContent): KnownBlock[] {
  if (onCall.length === 0) return [divider(), actions(contactButton())];
  const lines = shifts.slice(0, MAX_SHIFTS).map((shift) => myShift(shift, now));
  const cover = lines.length > 0 ? [coverButton()] : [];
  return [
    divider(),
    header('On call'),
    ...onCallLines(onCall.slice(0, MAX_SCHEDULES)),
    header('Your shifts'),
    section(lines.length > 0 ? lines.join('\n') : 'None in the next five weeks.'),
    actions(overrideButton(), ...cover, contactButton()),
  ];
}

/** The Home tab of somebody who may not see incidents. */
export function outsidersHome(refusal: Refusal): HomeView {
  const words = [
    '*OpsKnight is where the members of this workspace work on incidents.*',
    refusal === 'guest'
      ? "Guests can't work on incidents, but you can follow them in the channels that you are in. To have something done, ask a full member of this workspace."
      : refusalWords(refusal, 'slack'),
  ];
  return { type: 'home', blocks: [header('👋 Welcome'), section(words.join('\n'))] };
}
