import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { AcknowledgeLinks } from '../notifications/contacts/acknowledge-link.ts';
import type { OtherContact } from '../notifications/contacts/types.ts';
import { ContactFailure, type Outreach } from '../notifications/queue/reach-out.ts';
import type { ContactKind } from '../people/contact.ts';
import type { SettingsStore } from '../settings/store.ts';
import { type MailServer, mailTransport } from './mail.ts';
import type { ContactPage, Transport } from './message.ts';
import { ntfyTransport } from './ntfy.ts';
import { callTransport, smsTransport, type TwilioAccount } from './twilio.ts';
import { webhookTransport } from './webhook.ts';

/** What the environment says of how people are reached past Slack; null for what it does not say. */
export interface OutreachConfig {
  mail: MailServer | null;
  twilio: TwilioAccount | null;
}

export interface OutreachDeps {
  store: Pick<IncidentStore, 'get'>;
  incidents: Pick<IncidentService, 'execute'>;
  settings: Pick<SettingsStore, 'service'>;
  links: AcknowledgeLinks;
  pageUrl(incidentNumber: number): string;
  /** Whether the person may know what the incident is about. */
  mayKnow(incidentNumber: number, email: string): Promise<boolean>;
}

/** Calls people past Slack, each by the method that their contact says. */
export function outreach({ mail, twilio }: OutreachConfig, deps: OutreachDeps): Outreach {
  const transports: Record<ContactKind, Transport | null> = {
    email: mail && mailTransport(mail),
    ntfy: ntfyTransport,
    webhook: webhookTransport,
    sms: twilio && smsTransport(twilio),
    call: twilio && callTransport(twilio),
  };
  return {
    async send(contact) {
      const transport = transports[contact.method];
      if (!transport) throw new ContactFailure('not_configured', true);
      const page = await pageOf(contact, deps);
      if (page) await transport(page);
    },
    async reached({ id: deliveryId }, { id, incidentNumber, name, method }) {
      const fact = { kind: 'contacted', name, method } as const;
      const guards = { reachedContact: { deliveryId, id } };
      await deps.incidents.execute(incidentNumber, { type: 'note_contact', fact }, { kind: 'clock' }, guards);
    },
  };
}

/** Null when there is no such incident any more. */
async function pageOf(contact: OtherContact, deps: OutreachDeps): Promise<ContactPage | null> {
  const { connectionId, incidentNumber, target, createdAt } = contact;
  const email = target.slice(1);
  const incident = await deps.store.get(incidentNumber);
  if (!incident) return null;
  const service = incident.serviceId === null ? null : await deps.settings.service(incident.serviceId);
  return {
    contact,
    incident: (await deps.mayKnow(incidentNumber, email)) ? incident : null,
    service: service?.name ?? null,
    acknowledgeUrl: await deps.links.create({ connectionId, incidentNumber, email }, createdAt),
    pageUrl: deps.pageUrl(incidentNumber),
  };
}
