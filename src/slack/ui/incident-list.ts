import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from '../../notifications/message.ts';
import { pageValue } from './action-values.ts';
import { actions, button, header, section } from './blocks.ts';
import { ACTION } from './ids.ts';
import { incidentRow } from './incident-rows.ts';
import type { IncidentRow } from './incident-words.ts';
import { listPlace } from './list-place.ts';

/** Ten rows stay well within Slack's limits, and on a screen. */
export const PAGE_SIZE = 10;

export interface ListContent {
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
    blocks: [header(title), ...pageBlocks(rows.slice(0, PAGE_SIZE), page), ...pageButtons(total, page)],
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

function pageButtons(total: number, page: number): KnownBlock[] {
  const buttons = [
    ...(page > 1 ? [button(ACTION.previousPage, '← Previous', pageValue(Math.min(page - 1, pages(total))))] : []),
    ...(page < pages(total) ? [button(ACTION.nextPage, 'Next →', pageValue(page + 1))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function pages(total: number): number {
  return Math.ceil(total / PAGE_SIZE);
}
