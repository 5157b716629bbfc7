import type { IncidentStore } from '../../incidents/store.ts';
import { otherIn } from '../../incidents/timeline.ts';
import { DAY } from '../../lib/clock.ts';
import type { WebhookJob } from '../../notifications/kinds/webhook.ts';
import { mayHear } from '../../notifications/plan/reports.ts';
import type { Carrier } from '../../notifications/queue/outside.ts';
import type { WebhookStore } from '../../notifications/webhooks/store.ts';
import type { SettingsStore } from '../../settings/store.ts';
import { bodyOf } from './body.ts';
import { sendSigned, type WebhookWorld } from './request.ts';

/** A receiver that is away for longer hears of what happens afterwards, and asks the API for the rest. */
const PATIENCE = DAY;

export interface WebhookDeps extends WebhookWorld {
  store: WebhookStore;
  incidents: Pick<IncidentStore, 'get'>;
  settings: Pick<SettingsStore, 'service'>;
  baseUrl: string;
}

/** Tells the operator's other systems what happens to incidents. */
export function webhookCarrier(deps: WebhookDeps): Carrier<WebhookJob> {
  const { store, incidents, settings, baseUrl, now } = deps;
  return {
    method: 'webhook',
    patience: PATIENCE,
    label: () => 'outgoing',
    async send({ webhook, event }) {
      const incident = await incidents.get(event.incidentNumber);
      // It may have become private since; and it may name another one that is.
      const named = [event.incidentNumber, otherIn(event.fact)].filter((number) => number !== null);
      const isPrivate = (await Promise.all(named.map((number) => store.isPrivate(number)))).includes(true);
      if (!incident || !mayHear(webhook, isPrivate)) return;
      const service = incident.serviceId === null ? null : await settings.service(incident.serviceId);
      await sendSigned(webhook, bodyOf(event, incident, { service: service?.name ?? null, isPrivate, baseUrl }), deps);
    },
    async givenUp({ webhook: { name } }, delivery, code) {
      const at = now();
      await store.giveUp(delivery, { name, code, before: at - PATIENCE, at });
      return true;
    },
  };
}
