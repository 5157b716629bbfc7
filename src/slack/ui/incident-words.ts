import { type Incident, incidentKey, type Status, type Urgency } from '../../incidents/types.ts';
import { cut, link, mrkdwn, oneLine } from './escape.ts';

/** What a builder needs to know of an incident's service; null when the incident has none. */
export type ServiceName = { name: string } | null;

/** An incident as lists show it. */
export interface IncidentRow {
  incident: Incident;
  service: ServiceName;
  /** The incident's page in the browser. */
  pageUrl: string;
}

const URGENCY_MARKS: Record<Urgency, string> = { HIGH: '🔴', MEDIUM: '🟡', LOW: '🔵' };

const STATUS_WORDS: Record<Status, string> = {
  OPEN: 'Open',
  ACKNOWLEDGED: 'Acknowledged',
  SNOOZED: 'Snoozed',
  RESOLVED: 'Resolved',
};

const MAX_SERVICE = 150;

/** "🔴 HIGH": says the urgency without colour. */
export function urgencyLabel(urgency: Urgency): string {
  return `${URGENCY_MARKS[urgency]} ${urgency}`;
}

export function statusLabel(status: Status): string {
  return STATUS_WORDS[status];
}

/** mrkdwn of "INC-42: Database Connection Timeout", the title cut to `limit`. */
export function keyAndTitle(incident: Incident, limit: number): string {
  return mrkdwn(plainKeyAndTitle(incident, limit));
}

/** The same, linked to the incident's page unless its address is longer than `longest`. */
export function linkedTitle(
  { incident, pageUrl }: Pick<IncidentRow, 'incident' | 'pageUrl'>,
  limit: number,
  longest?: number,
): string {
  return link(pageUrl, plainKeyAndTitle(incident, limit), longest);
}

/** The name of a service as mrkdwn; null when there is nothing to show. */
export function serviceLabel(service: ServiceName): string | null {
  return service && (mrkdwn(cut(oneLine(service.name), MAX_SERVICE)) || null);
}

function plainKeyAndTitle({ number, title }: Incident, limit: number): string {
  return `${incidentKey(number)}: ${cut(oneLine(title), limit) || 'Untitled'}`;
}
