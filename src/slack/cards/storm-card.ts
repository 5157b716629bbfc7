import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { StormSummary } from '../../notifications/storms/store.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import { incidentMark, statusLabel, urgencyLabel } from '../../words/incident.ts';
import { stormPlace } from '../interactions/places.ts';
import { stormButtons, stormRowMenu, turnStormButtons } from '../interactions/storm.ts';
import { context, divider, header, message, section, textElement } from './blocks.ts';
import { type Circumstances, type IncidentRow, keyAndTitle, remarks } from './incident.ts';
import { inline } from './mrkdwn.ts';
import { actorName } from './names.ts';
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

export type StormCardContent = StormContent & Required<Circumstances>;

/** The one message that shows a burst of incidents: how many, of what, and a row with a menu for each. */
export function stormCard({ stormId, summary, rows, reroutedFrom, lateBy }: StormCardContent): SlackMessage {
  const { total, hidden, byStatus } = summary;
  if (total === 0) return hiddenStorm(hidden, lateBy);
  const isOver = byStatus.RESOLVED === total;
  const title = isOver ? `✅ Storm over: ${total} incidents resolved` : `⛈️ Storm: ${total} incidents at once`;
  return {
    text: `${title} (${byUrgency(summary)})`,
    blocks: [
      header(title),
      section([statuses(summary), ...(isOver ? [] : [byUrgency(summary), byService(summary)])].join('\n')),
      ...stormButtons(stormId, { open: byStatus.OPEN, total }, STORM_ROWS),
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

/** A page of all incidents of a storm, which only the person who asked for it sees. @param page from 1. */
export function stormList({ stormId, summary, rows }: StormContent, page: number): SlackMessage {
  const pages = Math.max(1, Math.ceil(summary.total / STORM_ROWS));
  const title = `${summary.total} incidents of this storm, page ${page} of ${pages}`;
  return {
    text: title,
    blocks: [
      header(title),
      ...rows.map((row) => stormRow(row, stormPlace({ stormId, page }, row.incident))),
      ...turnStormButtons({ stormId, page }, pages),
    ],
  };
}

/** `312 open · 180 acknowledged · 8 resolved` */
function statuses({ byStatus }: StormSummary): string {
  const counts = (['OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'] as const)
    .filter((status) => byStatus[status] > 0)
    .map((status) => `*${byStatus[status]}* ${statusLabel(status).toLowerCase()}`);
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
  return total > shown ? [context(`The ${shown} that need somebody first; *Show all ${total}* lists every one.`)] : [];
}

/**
 * One incident of a storm: its name, how it stands, and a menu, which also leads to its page. Beside a menu Slack takes no rich
 * text, so what comes from outside is plain. `place` is its block id in lists.
 */
export function stormRow(row: IncidentRow, place?: string): SectionBlock {
  const { incident, service } = row;
  const name = service && inline(service.name, MAX_SERVICE_IN_ROW);
  const repeated = incident.alertCount > 1 ? `${incident.alertCount} alerts` : null;
  const standing = [incidentMark(incident), status(incident), name, repeated].filter(Boolean).join(' · ');
  return {
    type: 'section',
    block_id: place,
    text: textElement(keyAndTitle(incident, MAX_TITLE)),
    fields: [textElement(standing), textElement(ago(incident.openedAt))],
    accessory: stormRowMenu(row),
  };
}

function status({ state }: Incident): string {
  const label = statusLabel(state.status);
  return state.status === 'OPEN' ? label : `${label} by ${actorName(state.by, MAX_NAME)}`;
}
