import type { ModalView } from '@slack/types';
import type { StormFilter, StormService, StormSummary } from '../../notifications/storms/store.ts';
import { urgencyLabel } from '../../words/incident.ts';
import { incidentCount } from '../../words/many.ts';
import { STORM_VIEW, type StormPlace, writePlace } from '../interactions/storm/place.ts';
import { filterMenus, turnButtons } from '../interactions/storm/show-all.ts';
import { stormButtons } from '../interactions/storm/storm.ts';
import { context, label, MAX_MODAL_TITLE, MAX_SECTION, outsideLabel, section } from './blocks.ts';
import { type IncidentRow, serviceLabel } from './incident.ts';
import { cut } from './mrkdwn.ts';
import { countsOf, STORM_ROWS, statuses, stormRow } from './storm-card.ts';

export interface StormModalContent {
  place: StormPlace;
  /** Of what the filter lets through. */
  summary: StormSummary;
  rows: readonly IncidentRow[];
  /** What one can filter by. */
  services: readonly StormService[];
  /** What is said above the incidents, as mrkdwn; null for nothing. */
  words: string | null;
}

const NOTHING_TO_SEE =
  "There is no such storm, or it belongs to a private channel that you aren't in. `/opsknight incidents` shows what is open.";

/** How many services the filter offers, besides all of them: a menu has a hundred options. */
export const MAX_FILTER_SERVICES = 99;

/** All of a storm that one person may see: a list page of it, by service and urgency, with what can be done to each and to all. */
export function stormModal({ place, summary, rows, services, words }: StormModalContent): ModalView {
  const { total } = summary;
  const frame = {
    type: 'modal',
    callback_id: STORM_VIEW,
    private_metadata: writePlace(place),
    close: label('Close'),
  } as const;
  const said = words === null ? [] : [section(cut(words, MAX_SECTION))];
  // They see none of it, whatever the filter; a storm that isn't there looks the same.
  if (services.length === 0) return { ...frame, title: label('Storm'), blocks: [...said, section(NOTHING_TO_SEE)] };
  const pages = Math.max(1, Math.ceil(total / STORM_ROWS));
  const where = pages > 1 ? `, page ${Math.min(place.page, pages)} of ${pages}` : '';
  return {
    ...frame,
    title: outsideLabel(`Storm: ${incidentCount(total)}`, MAX_MODAL_TITLE),
    blocks: [
      ...said,
      filterMenus(services, place.filter),
      ...(total > 0 ? [section(`${statuses(summary)}${where}`)] : []),
      ...stormButtons(place.stormId, { ...countsOf(summary), total }, 'modal'),
      ...(rows.length > 0
        ? rows.map((row) => stormRow(row))
        : [
            context(
              total > 0 ? 'Nothing left on this page.' : 'This storm has no incidents of that service and urgency.',
            ),
          ]),
      ...turnButtons(place, pages),
    ],
  };
}

/** mrkdwn of what a filter lets through: "Payment API, 🔴 HIGH"; empty for everything. */
export function filterWords({ serviceId, urgency }: StormFilter, services: readonly StormService[]): string {
  const service = services.find((one) => (serviceId === 'none' ? one === null : one?.id === serviceId));
  const name = service === undefined ? null : service === null ? 'no service' : serviceLabel(service);
  return [name, urgency ? urgencyLabel(urgency) : null].filter((part) => part !== null).join(', ');
}
