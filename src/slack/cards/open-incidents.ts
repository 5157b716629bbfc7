import type { ModalView } from '@slack/types';
import { OPEN_INCIDENTS_VIEW, turnOpenButtons, writePage } from '../interactions/open-incidents.ts';
import { openPlace } from '../interactions/places.ts';
import { header, label, section } from './blocks.ts';
import type { IncidentRow } from './incident.ts';
import { stormRow } from './storm-card.ts';

/** Of one block each. */
export const MODAL_ROWS = 20;

interface OpenIncidents {
  /** This page's incidents, most urgent first; at most `MODAL_ROWS`. */
  rows: readonly IncidentRow[];
  /** Of all pages. */
  total: number;
  /** From 1. */
  page: number;
}

/** All open incidents, page by page, each with a menu. */
export function openIncidentsModal({ rows, total, page }: OpenIncidents): ModalView {
  const pages = Math.max(1, Math.ceil(total / MODAL_ROWS));
  const counted = total === 1 ? '1 open incident' : `${total} open incidents`;
  const empty = total === 0 ? 'No open incidents. 🎉' : 'Nothing left on this page.';
  return {
    type: 'modal',
    callback_id: OPEN_INCIDENTS_VIEW,
    private_metadata: writePage(page),
    title: label('Open incidents'),
    close: label('Close'),
    blocks: [
      header(pages > 1 ? `${counted}, page ${Math.min(page, pages)} of ${pages}` : counted),
      ...(rows.length === 0 ? [section(empty)] : rows.map((row) => stormRow(row, openPlace(row.incident)))),
      ...turnOpenButtons(page, pages),
    ],
  };
}
