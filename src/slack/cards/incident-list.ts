import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from '../../notifications/message.ts';
import { incidentButtons } from '../interactions/incident-controls.ts';
import { turnListButtons } from '../interactions/incidents.ts';
import { listPlace } from '../interactions/places.ts';
import { header, section } from './blocks.ts';
import { type IncidentRow, incidentStanding, linkedTitle, serviceLabel } from './incident.ts';
import { MAX_LINK_OF_MANY } from './mrkdwn.ts';
import { ago } from './time.ts';

/** Ten rows stay well within Slack's limits, and on a screen. */
export const PAGE_SIZE = 10;

interface ListContent {
  /** This page's incidents, most urgent first; at most `PAGE_SIZE`. */
  rows: readonly IncidentRow[];
  /** Open incidents on all pages: everything that isn't resolved. */
  total: number;
  /** From 1. */
  page: number;
}

/** The answer to `/opsknight incidents`. */
export function incidentList({ rows, total, page }: ListContent): SlackMessage {
  if (total === 0) return { text: NOTHING_OPEN, blocks: [section(NOTHING_OPEN)] };
  const title = listTitle(total, page);
  return {
    text: title,
    blocks: [header(title), ...pageBlocks(rows.slice(0, PAGE_SIZE), page), ...turnListButtons(page, pages(total))],
  };
}

const NOTHING_OPEN = 'No open incidents. 🎉';

/** Incidents may have been resolved since the button to this page was drawn. */
const EMPTY_PAGE = 'Nothing left on this page.';

/** "1 open incident", "23 open incidents, page 2 of 3" */
function listTitle(total: number, page: number): string {
  const counted = total === 1 ? '1 open incident' : `${total} open incidents`;
  return total > PAGE_SIZE ? `${counted}, page ${Math.min(page, pages(total))} of ${pages(total)}` : counted;
}

function pageBlocks(rows: readonly IncidentRow[], page: number): KnownBlock[] {
  if (rows.length === 0) return [section(EMPTY_PAGE)];
  return rows.flatMap((row) => incidentRow(row, listPlace(page, row.incident)));
}

function pages(total: number): number {
  return Math.ceil(total / PAGE_SIZE);
}

const MAX_TITLE = 150;

/** An incident in a list: what it is, and what can be done with it. `place` is the block id of its buttons. */
export function incidentRow(row: IncidentRow, place?: string): KnownBlock[] {
  const { incident, pageUrl } = row;
  const lines = [incidentStanding(incident), `*${linkedTitle(row, MAX_TITLE, MAX_LINK_OF_MANY)}*`, facts(row)];
  return [section(lines.join('\n')), { ...incidentButtons(incident, pageUrl), block_id: place }];
}

/** `Payment API · triggered 5 minutes ago` */
function facts({ incident, service }: IncidentRow): string {
  return [serviceLabel(service), `triggered ${ago(incident.openedAt)}`].filter((part) => part !== null).join(' · ');
}
