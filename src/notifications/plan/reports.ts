import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { isSameName } from '../../oncall/targets.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import { owedReport } from '../kinds/webhook.ts';
import type { NotificationPlan } from './operations.ts';

/** A change of an incident, as far as it decides who outside is to hear of it. */
export interface Reported {
  incident: Pick<Incident, 'number' | 'urgency'>;
  /** The name of its service. */
  service: string | null;
  isPrivate: boolean;
  events: readonly TimelineEvent[];
  /** By index; undefined for what the timeline doesn't keep. */
  eventIds: readonly (number | undefined)[];
}

/** What a change owes to outgoing webhooks: to each the events that it asks for, in order. */
export function planReports(
  webhooks: readonly OutgoingWebhookEntry[],
  { incident, service, isPrivate, events, eventIds }: Reported,
  connectionId: number,
  now: UtcMs,
): NotificationPlan {
  const asking = webhooks.filter((webhook) => isAskedFor(webhook, incident, service) && mayHear(webhook, isPrivate));
  return events.flatMap(({ fact }, index) => {
    const eventId = eventIds[index];
    if (eventId === undefined) return [];
    return asking
      .filter(({ events }) => events === null || events.some((kind) => kind === fact.kind))
      .flatMap((webhook) => owedReport(webhook, { incidentNumber: incident.number, eventId }, connectionId, now));
  });
}

/** What is private is nobody's business outside, unless the operator has said so of this webhook. */
export function mayHear({ private_incidents }: OutgoingWebhookEntry, isPrivate: boolean): boolean {
  return !isPrivate || private_incidents;
}

function isAskedFor(
  { services, urgencies }: OutgoingWebhookEntry,
  { urgency }: Reported['incident'],
  service: string | null,
): boolean {
  if (urgencies !== null && !urgencies.includes(urgency)) return false;
  return services === null || (service !== null && services.some((name) => isSameName(name, service)));
}
