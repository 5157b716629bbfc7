import type { KnownBlock } from '@slack/types';
import { actorName } from './actor.ts';
import { section } from './blocks.ts';
import { MAX_LINK_OF_MANY } from './escape.ts';
import { incidentButtons } from './incident-buttons.ts';
import { type IncidentRow, linkedTitle, serviceLabel, statusLabel, urgencyLabel } from './incident-words.ts';
import { ago, dateAndTime } from './time.ts';

const MAX_TITLE = 150;

/** An incident in a list: what it is, and what can be done with it. `place` is the block id of its buttons. */
export function incidentRow(row: IncidentRow, place?: string): KnownBlock[] {
  const { incident, pageUrl } = row;
  const title = `${urgencyLabel(incident.urgency)}  *${linkedTitle(row, MAX_TITLE, MAX_LINK_OF_MANY)}*`;
  return [section(`${title}\n${facts(row)}`), { ...incidentButtons(incident, pageUrl), block_id: place }];
}

/** `Acknowledged by @jane · Payment API · triggered 5 minutes ago` */
function facts({ incident, service }: IncidentRow): string {
  const parts = [status(incident), serviceLabel(service), `triggered ${ago(incident.openedAt)}`];
  return parts.filter((part) => part !== null).join(' · ');
}

function status({ state }: IncidentRow['incident']): string {
  switch (state.status) {
    case 'OPEN':
      return statusLabel(state.status);
    case 'SNOOZED':
      return `Snoozed until ${dateAndTime(state.until)}`;
    default:
      return `${statusLabel(state.status)} by ${actorName(state.by)}`;
  }
}
