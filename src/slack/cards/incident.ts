import type { ContextBlock } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import * as words from '../../words/incident.ts';
import { oneLine } from '../../words/text.ts';
import { context } from './blocks.ts';
import { cut, inline, link, mrkdwn } from './mrkdwn.ts';
import { delay } from './time.ts';

/** What a builder needs to know of an incident's service; null when the incident has none. */
export type ServiceName = { name: string } | null;

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
  return service && (inline(service.name, MAX_SERVICE) || null);
}

function plainKeyAndTitle({ number, title }: Incident, limit: number): string {
  return words.keyAndTitle(number, cut(oneLine(title), limit));
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
