import type { HomeView, KnownBlock } from '@slack/types';
import type { UtcMs } from '../../lib/clock.ts';
import type { MyShift, ScheduleOverview } from '../../oncall/overview.ts';
import { URGENCIES, type Urgency } from '../../oncall/urgency.ts';
import { urgencyLabel } from '../../words/incident.ts';
import { createButton } from '../interactions/create/create.ts';
import { actions, context, divider, header, section } from './blocks.ts';
import type { IncidentRow } from './incident.ts';
import { incidentRow } from './incident-list.ts';
import { link } from './mrkdwn.ts';
import { myShift, onCallLines } from './on-call.ts';

/** Rows of two blocks each; with the rest far below the 100 blocks of a view. */
export const MAX_MINE = 20;

/** A glance; `/opsknight oncall` shows them all. */
const MAX_SCHEDULES = 9;
const MAX_SHIFTS = 9;

export interface HomeContent {
  /** What this person has acknowledged, most urgent first. */
  mine: readonly IncidentRow[];
  /** Everything that isn't resolved and that this person may see. */
  openByUrgency: Record<Urgency, number>;
  /** Who is on call in every schedule. */
  onCall: readonly ScheduleOverview[];
  /** When this person is, the soonest first. */
  shifts: readonly MyShift[];
  now: UtcMs;
  /** The page with all incidents. */
  incidentsUrl: string;
}

/** The Home tab: what is mine, what else is open, how to open one. */
export function homeView(content: HomeContent): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Your incidents'),
      ...mine(content.mine),
      divider(),
      header('Open incidents'),
      section(overview(content)),
      ...duty(content),
      divider(),
      actions(createButton()),
      context('Also: `/opsknight create [title]` anywhere in Slack, and `/opsknight help` for the rest.'),
    ],
  };
}

function duty({ onCall, shifts, now }: HomeContent): KnownBlock[] {
  if (onCall.length === 0) return [];
  const lines = shifts.slice(0, MAX_SHIFTS).map((shift) => myShift(shift, now));
  return [
    divider(),
    header('On call'),
    ...onCallLines(onCall.slice(0, MAX_SCHEDULES)),
    header('Your shifts'),
    section(lines.length > 0 ? lines.join('\n') : 'None in the next five weeks.'),
  ];
}

function mine(rows: readonly IncidentRow[]): KnownBlock[] {
  if (rows.length === 0) return [section('Nothing is waiting for you. 🎉')];
  const more = rows.length - MAX_MINE;
  const shown = rows.slice(0, MAX_MINE).flatMap((row) => incidentRow(row));
  return more > 0 ? [...shown, context(`… and ${more} more of yours`)] : shown;
}

function overview({ openByUrgency, incidentsUrl }: HomeContent): string {
  const counts = URGENCIES.map((urgency) => `${urgencyLabel(urgency)}: *${openByUrgency[urgency]}*`);
  return `${counts.join('   ')}\n${link(incidentsUrl, 'All incidents in OpsKnight')}`;
}
