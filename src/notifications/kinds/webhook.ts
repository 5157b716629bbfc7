import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';

/** Something that has happened to an incident, for a system of the operator's. */
export interface WebhookJob extends Job {
  webhook: OutgoingWebhookEntry;
  event: StoredTimelineEvent;
}

interface WebhookDetail {
  name: string;
  eventId: number;
}

/** Tells a system of the operator's what has happened to an incident. */
export const webhook: Kind<WebhookJob> = {
  isMessage: true,
  followers: [],
  async load({ detail }, disk) {
    const { name, eventId } = detail as WebhookDetail;
    const [webhook, event] = await Promise.all([disk.outgoingWebhook(name), disk.event(eventId)]);
    if (!webhook || !event) return null;
    const place = { connectionId: 0, target: hookTarget(name), channelId: null, ts: null, reroutedFrom: null };
    return { kind: 'webhook', place, about: null, message: null, webhook, event };
  },
  draw: async () => null,
  incidents: ({ event }) => [event.incidentNumber],
  callsTo: () => null,
};

/** The lane of a webhook: one request at a time, and one that fails holds up nobody else. */
export function hookTarget(name: string): string {
  return `hook:${name.toLowerCase()}`;
}

/**
 * Owes a webhook an event. What is of one incident goes in order, also while something waits to be tried again: it is the same work,
 * and all of it has the same priority.
 */
export function owedReport(
  { name }: Pick<OutgoingWebhookEntry, 'name'>,
  { incidentNumber, eventId }: { incidentNumber: number; eventId: number },
  connectionId: number,
  since: UtcMs,
): NotificationPlan {
  const target = hookTarget(name);
  const lane: Lane = { connectionId, target };
  const work = { kind: 'webhook', of: `${target}/${incidentNumber}` } as const;
  const detail: WebhookDetail = { name, eventId };
  return [{ do: 'owe', work, thread: null, detail, lane, method: 'webhook', priority: PRIORITY.rest, since }];
}
