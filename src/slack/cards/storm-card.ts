import type { KnownBlock, SectionBlock } from '@slack/types';
import { type Incident, incidentKey, STATUSES } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { StormEnding, StormSummary } from '../../notifications/storms/store.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import { incidentMark, statusLabel, urgencyLabel } from '../../words/incident.ts';
import { incidentCount } from '../../words/many.ts';
import { duration } from '../../words/time.ts';
import { stormRowMenu } from '../interactions/storm/row.ts';
import { stormButtons } from '../interactions/storm/storm.ts';
import { context, divider, header, message, section, textElement } from './blocks.ts';
import { type Circumstances, type IncidentRow, keyAndTitle, linkedTitle, remarks } from './incident.ts';
import { inline, link, MAX_LINK_OF_MANY } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { notice } from './replies.ts';
import { ago } from './time.ts';

/** Rows of one message: of 450 characters at most each, menu included, they leave room for the rest (`MAX_BLOCKS_TEXT`). */
export const STORM_ROWS = 20;
const MAX_SERVICES = 10;
const MAX_SERVICE = 60;
const MAX_TITLE = 80;
const MAX_SERVICE_IN_ROW = 40;
const MAX_NAME = 40;

export interface StormContent {
  stormId: number;
  summary: StormSummary;
  /** This page's incidents, what needs somebody first; at most `STORM_ROWS`. */
  rows: readonly IncidentRow[];
}

export interface StormCardContent extends StormContent, Required<Circumstances> {
  /** Why the person is called to it, in sentences of mrkdwn; empty, or left out, in a channel. */
  reason?: string;
  /** Who is mentioned, as mrkdwn; empty, or left out, for nobody. */
  mention?: string;
}

/** The one message that shows a burst of incidents: how many, of what, and a row with a menu for each. */
export function stormCard({
  stormId,
  summary,
  rows,
  reroutedFrom,
  lateBy,
  mention = '',
  reason = '',
}: StormCardContent): SlackMessage {
  const { total, hidden, byStatus } = summary;
  if (total === 0) return hiddenStorm(hidden, lateBy);
  const isOver = byStatus.RESOLVED + byStatus.MERGED === total;
  const title = isOver
    ? `✅ Storm over: ${total} incidents ${ends(byStatus, 'resolved')}`
    : `⛈️ Storm: ${total} incidents at once`;
  return {
    text: `${title} (${byUrgency(summary)})`,
    blocks: [
      header(title),
      ...(mention === '' ? [] : [section(mention)]),
      ...(isOver || reason === '' ? [] : [section(`📟 ${reason}`)]),
      section([statuses(summary), ...(isOver ? [] : [byUrgency(summary), byService(summary)])].join('\n')),
      ...stormButtons(stormId, { ...countsOf(summary), total }, 'message'),
      ...remarks({ reroutedFrom, lateBy }),
      divider(),
      ...rows.map((row) => stormRow(row)),
      ...more(total, rows.length),
      ...(hidden > 0 ? [context(hiddenWords(hidden))] : []),
    ],
  };
}

/** Nothing of it may be seen here. */
function hiddenStorm(hidden: number, lateBy: number | null): SlackMessage {
  const words = hiddenWords(hidden);
  return message(words, ...remarks({ lateBy }));
}

function hiddenWords(hidden: number): string {
  const which = hidden === 1 ? '1 private incident is' : `${hidden} private incidents are`;
  return `🔒 ${which} not shown here; members of the private channels find them with \`/opsknight incidents\`.`;
}

/** "resolved", or "37 resolved and 3 merged into others". @param all what is said of all that were resolved */
function ends({ RESOLVED, MERGED }: StormSummary['byStatus'], all: string): string {
  return MERGED === 0 ? all : `${RESOLVED} resolved and ${MERGED} merged into others`;
}

/** Whoever has resolved fewer than the first of them is only counted. */
const MAX_RESOLVERS = 3;

/** Said once all of it is over: `✅ The storm is over: 40 incidents, all resolved, in 35 min. By @jane (38), prometheus (2).` */
export function stormEnd({ total, byStatus }: StormSummary, { startedAt, endedAt, by }: StormEnding): SlackMessage {
  const named = by.slice(0, MAX_RESOLVERS).map(({ actor, count }) => `${actorName(actor, MAX_NAME)} (${count})`);
  const others = by.slice(MAX_RESOLVERS).reduce((sum, { count }) => sum + count, 0);
  const resolvers = [...named, ...(others > 0 ? [`others (${others})`] : [])].join(', ');
  const took = duration(Math.max(0, endedAt - startedAt));
  return notice(
    `✅ The storm is over: ${incidentCount(total)}, ${ends(byStatus, 'all resolved')}, in ${took}. Resolved by ${resolvers}.`,
  );
}

/** How many are nobody's, and how many aren't over. */
export function countsOf({ byStatus }: StormSummary): { open: number; live: number } {
  return { open: byStatus.OPEN, live: byStatus.OPEN + byStatus.ACKNOWLEDGED + byStatus.SNOOZED };
}

/** `312 open · 180 acknowledged · 8 resolved` */
export function statuses({ byStatus }: StormSummary): string {
  const counts = STATUSES.filter((status) => byStatus[status] > 0).map(
    (status) => `${byStatus[status]} ${statusLabel(status).toLowerCase()}`,
  );
  return counts.join(' · ');
}

function byUrgency({ byUrgency }: StormSummary): string {
  const counts = URGENCIES.filter((urgency) => byUrgency[urgency] > 0).map(
    (urgency) => `${urgencyLabel(urgency)} ${byUrgency[urgency]}`,
  );
  return counts.join(' · ') || 'nothing open';
}

/** `Payment API 300 · Website 12 · no service 4` */
function byService({ byService }: StormSummary): string {
  const counts = byService.slice(0, MAX_SERVICES).map(({ name, count }) => {
    const shown = name === null ? 'no service' : inline(name, MAX_SERVICE);
    return `${shown} *${count}*`;
  });
  const others = byService.slice(MAX_SERVICES).reduce((sum, { count }) => sum + count, 0);
  return [...counts, ...(others > 0 ? [`other services *${others}*`] : [])].join(' · ');
}

function more(total: number, shown: number): KnownBlock[] {
  return total > shown ? [context(`These ${shown} need somebody first. *Show all ${total}* shows the others.`)] : [];
}

/** What Slack's mrkdwn could read as a style or an emoji, also within the words of a link. */
const STYLED = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:[^\s:]+:|&#\d+;/u;

/**
 * One incident of a storm: its name, how it stands, and a menu. Beside a menu Slack takes no rich text: a title that mrkdwn shows
 * as it is written leads to the incident's page, another one is plain text, with a link beside it. `place` is its block id in lists.
 */
export function stormRow(row: IncidentRow, place?: string): SectionBlock {
  const { incident, service } = row;
  const name = service && inline(service.name, MAX_SERVICE_IN_ROW);
  const repeated = incident.alertCount > 1 ? `${incident.alertCount} alerts` : null;
  const standing = [incidentMark(incident), status(incident), name, repeated].filter(Boolean).join(' · ');
  const title = keyAndTitle(incident, MAX_TITLE);
  const isStyled = STYLED.test(title);
  const triggered = ago(incident.openedAt);
  return {
    type: 'section',
    block_id: place,
    text: textElement(isStyled ? title : linkedTitle(row, MAX_TITLE, MAX_LINK_OF_MANY)),
    fields: [textElement(standing), textElement(isStyled ? `${keyLink(row)} ${triggered}` : triggered)],
    accessory: stormRowMenu(row),
  };
}

/** Where the title can't lead to its page. */
function keyLink({ incident: { number }, pageUrl }: IncidentRow): string {
  return link(pageUrl, incidentKey(number), MAX_LINK_OF_MANY);
}

function status({ state }: Incident): string {
  const label = statusLabel(state.status);
  return state.status === 'OPEN' ? label : `${label} by ${actorName(state.by, MAX_NAME)}`;
}
