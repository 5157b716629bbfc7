import type { ContextBlock } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import * as words from '../../words/incident.ts';
import { context } from './blocks.ts';
import { inline, linkAround } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { dateAndTime, delay } from './time.ts';

/** What a builder needs to know of an incident's service; null when the incident has none. */
export type ServiceName = {
  name: string;
  /** When the maintenance that it is in is over; null or left out when in none. */
  maintenanceUntil?: UtcMs | null;
} | null;

/** An incident as lists show it. */
export interface IncidentRow {
  incident: Incident;
  service: ServiceName;
  /** The incident's page in the browser. */
  pageUrl: string;
}

const MAX_SERVICE = 150;
const MAX_CHANNEL = 100;

/** mrkdwn of "INC-42: Database Connection Timeout", the title cut to `limit`. */
export function keyAndTitle(incident: Incident, limit: number): string {
  return words.keyAndTitle(incident.number, inline(incident.title, limit));
}

/** The same, linked to the incident's page unless its address is longer than `longest`. */
export function linkedTitle(
  { incident, pageUrl }: Pick<IncidentRow, 'incident' | 'pageUrl'>,
  limit: number,
  longest?: number,
): string {
  return linkAround(pageUrl, keyAndTitle(incident, limit), longest);
}

/** `🔴 HIGH · Acknowledged by @jane`. @param maxName what a name takes at most */
export function incidentStanding(incident: Incident, maxName?: number): string {
  return words.standing(incident, {
    actor: (actor) => actorName(actor, maxName),
    until: (at) => dateAndTime(at, 'until'),
  });
}

/** The name of a service as mrkdwn; null when there is nothing to show. */
export function serviceLabel(service: ServiceName): string | null {
  const name = service && inline(service.name, MAX_SERVICE);
  return name ? (service?.maintenanceUntil ? `${name} 🛠️` : name) : null;
}

/** How a message came to be where and when it is. */
export interface Circumstances {
  /** The channel the message was meant for, when it could not be posted there. */
  reroutedFrom?: string | null;
  /** How late the message comes, in milliseconds, when that is worth saying. */
  lateBy?: number | null;
}

export function remarks({ reroutedFrom, lateBy }: Circumstances): ContextBlock[] {
  const channel = inline(reroutedFrom ?? '', MAX_CHANNEL);
  const words = [channel && `↪️ Meant for ${channel}, where OpsKnight can't post.`, delay(lateBy ?? null)].filter(
    Boolean,
  );
  return words.length > 0 ? [context(...words)] : [];
}
