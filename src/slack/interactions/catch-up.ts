import type { StoredTimelineEvent, TimelineKind } from '../../incidents/timeline.ts';
import { incidentKey, isOver, parseIncidentKey } from '../../incidents/types.ts';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { duration } from '../../words/time.ts';
import { section } from '../cards/blocks.ts';
import { type IncidentRow, incidentStanding, linkedTitle } from '../cards/incident.ts';
import { notice } from '../cards/replies.ts';
import { lineAmongOthers } from '../cards/thread.ts';
import { ago } from '../cards/time.ts';
import { tell } from './answers.ts';
import { type Subcommand, writeItLikeThis } from './command.ts';
import { visibleIncident } from './interaction.ts';

const MAX_LOOKED_AT = 200;
const MAX_SAID = 5;
const MAX_HAPPENED = 8;
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
    const incident = await visibleIncident(deps, asker.slackUserId, number);
    if (!incident) return tell(deps, asker, notice(unknownIncident(number)));
    const eyes = await deps.membership.viewer(asker.slackUserId);
    const events = await deps.incidents.timeline(number, { eyes, limit: MAX_LOOKED_AT });
    const row = { incident, pageUrl: deps.views.pageUrl(number) };
    await tell(deps, asker, catchUp(row, events, deps.clock.now()));
  },
};

/** For whoever joins late: the same words for the same incident. @param events oldest first, the latest of them */
export function catchUp(
  row: Pick<IncidentRow, 'incident' | 'pageUrl'>,
  events: readonly StoredTimelineEvent[],
  now: UtcMs,
): SlackMessage {
  const { number, state, openedAt, alertCount } = row.incident;
  const lasts = isOver(state)
    ? `it lasted ${duration(Math.max(MINUTE, state.at - openedAt))}`
    : `it has lasted ${duration(Math.max(MINUTE, now - openedAt))}`;
  const alerts = alertCount > 1 ? `, ${alertCount} alerts` : '';
  const standing = [
    `*${linkedTitle(row, MAX_TITLE)}*`,
    incidentStanding(row.incident),
    `Triggered ${ago(openedAt)}: ${lasts}${alerts}`,
  ];
  const said = events.filter(({ fact }) => SAID.has(fact.kind)).slice(-MAX_SAID);
  const happened = events.filter(({ fact }) => !SAID.has(fact.kind)).slice(-MAX_HAPPENED);
  return {
    text: `Catching up on ${incidentKey(number)}`,
    blocks: [
      section(standing.join('\n')),
      ...listed('*What people say*', said),
      ...listed('*What happened last*', happened),
    ],
  };
}

function listed(title: string, events: readonly StoredTimelineEvent[]) {
  if (events.length === 0) return [];
  return [section(title), ...events.map((event) => section(lineAmongOthers(event, MAX_TEXT)))];
}
