import type { ActionsBlock, KnownBlock } from '@slack/types';
import { URGENCIES } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { StormSummary } from '../../notifications/storms/store.ts';
import { pageValue, stormValue } from './action-values.ts';
import { actions, button, context, divider, header, label, mrkdwnText, section } from './blocks.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { ACTION } from './ids.ts';
import { type IncidentRow, serviceLabel, statusLabel, urgencyLabel } from './incident-words.ts';
import { delay } from './lateness.ts';
import { stormPlace } from './list-place.ts';
import { stormRow } from './storm-rows.ts';

/** Rows of one message: of 250 characters at most each, they leave room for the rest (`MAX_BLOCKS_TEXT`). */
export const STORM_ROWS = 20;
const MAX_SERVICES = 10;
const MAX_SERVICE = 60;
const MAX_CHANNEL = 100;

export interface StormContent {
  stormId: number;
  summary: StormSummary;
  /** This page's incidents, what needs somebody first; at most `STORM_ROWS`. */
  rows: readonly IncidentRow[];
}

export interface StormCardContent extends StormContent {
  /** The channel the message was meant for, when it could not be posted there. */
  reroutedFrom: string | null;
  /** How late the message comes, in milliseconds, when that is worth saying. */
  lateBy: number | null;
}

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
      ...buttons(stormId, summary),
      ...remarks(reroutedFrom, lateBy),
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
  return { text: words, blocks: [section(words), ...remarks(null, lateBy)] };
}

function hiddenWords(hidden: number): string {
  const which = hidden === 1 ? '1 private incident is' : `${hidden} private incidents are`;
  return `🔒 ${which} not shown here; members of the private channels find them with \`/opsknight incidents\`.`;
}

/** A page of all incidents of a storm, which only the person who asked for it sees. @param page from 1. */
export function stormList({ stormId, summary, rows }: StormContent, page: number): SlackMessage {
  const pages = Math.max(1, Math.ceil(summary.total / STORM_ROWS));
  const title = `${summary.total} incidents of this storm, page ${page} of ${pages}`;
  const turn = [
    ...(page > 1 ? [pageButton(ACTION.previousStormPage, '← Previous', stormId, page - 1)] : []),
    ...(page < pages ? [pageButton(ACTION.nextStormPage, 'Next →', stormId, page + 1)] : []),
  ];
  return {
    text: title,
    blocks: [
      header(title),
      ...rows.map((row) => stormRow(row, stormPlace(stormId, page, row.incident))),
      ...(turn.length > 0 ? [actions(...turn)] : []),
    ],
  };
}

function pageButton(actionId: string, text: string, stormId: number, page: number) {
  return button(actionId, text, `${stormValue(stormId)}:${pageValue(page)}`);
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
    const shown = name === null ? 'no service' : serviceLabel({ name: cut(name, MAX_SERVICE) });
    return `${shown} *${count}*`;
  });
  const others = byService.slice(MAX_SERVICES).reduce((sum, { count }) => sum + count, 0);
  return [...counts, ...(others > 0 ? [`other services *${others}*`] : [])].join(' · ');
}

function buttons(stormId: number, { total, byStatus }: StormSummary): ActionsBlock[] {
  const value = stormValue(stormId);
  const elements = [
    ...(byStatus.OPEN > 0 ? [{ ...button(ACTION.acknowledgeStorm, 'Acknowledge all', value), ...ASKED_FIRST }] : []),
    ...(total > STORM_ROWS ? [pageButton(ACTION.showStorm, `Show all ${total}`, stormId, 1)] : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
}

const ASKED_FIRST = {
  style: 'primary' as const,
  confirm: {
    title: label('Acknowledge all?'),
    text: mrkdwnText('Everything in this storm that is still open becomes yours, and its escalation stops.'),
    confirm: label('Acknowledge all'),
    deny: label('Cancel'),
  },
};

function remarks(reroutedFrom: string | null, lateBy: number | null): KnownBlock[] {
  const channel = mrkdwn(cut(oneLine(reroutedFrom ?? ''), MAX_CHANNEL));
  const words = [channel && `↪️ Meant for ${channel}, where OpsKnight can't post.`, delay(lateBy)].filter(Boolean);
  return words.length > 0 ? [context(...words)] : [];
}

function more(total: number, shown: number): KnownBlock[] {
  return total > shown ? [context(`The ${shown} that need somebody first; *Show all ${total}* lists every one.`)] : [];
}
