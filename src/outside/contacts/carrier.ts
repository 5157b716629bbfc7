import type { IncidentService } from '../../incidents/service.ts';
import type { IncidentStore } from '../../incidents/store.ts';
import type { AcknowledgeLinks } from '../../notifications/contacts/acknowledge-link.ts';
import type { OtherContact } from '../../notifications/contacts/types.ts';
import type { ContactJob } from '../../notifications/kinds/contact.ts';
import { type Carrier, NotTaken } from '../../notifications/queue/outside.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { ContactPage } from './message.ts';
import type { Transports } from './transports.ts';

export interface ContactDeps {
  store: Pick<IncidentStore, 'get'>;
  incidents: Pick<IncidentService, 'execute'>;
  settings: Pick<SettingsStore, 'service'>;
  links: AcknowledgeLinks;
  pageUrl(incidentNumber: number): string;
  /** Whether the person may know what the incident is about. */
  mayKnow(incidentNumber: number, email: string): Promise<boolean>;
}

/** Calls people past Slack, each by the method that their contact says. */
export function contactCarrier(transports: Transports, deps: ContactDeps): Carrier<ContactJob> {
  const note = async (
    { incidentNumber, name, method, target, eventId }: OtherContact,
    fact: { kind: 'contacted' } | { kind: 'contact_failed'; code: string },
    guards: Parameters<IncidentService['execute']>[3],
  ) => {
    const command = { type: 'note_contact', fact: { ...fact, name, method }, target, eventId } as const;
    const outcome = await deps.incidents.execute(incidentNumber, command, { kind: 'clock' }, guards);
    return outcome.kind === 'done';
  };
  return {
    method: 'contact',
    label: ({ contact }) => contact.method,
    async send({ contact }) {
      const transport = transports[contact.method];
      if (!transport) throw new NotTaken('not_configured', 'refused');
      const page = await pageOf(contact, deps);
      if (page) await transport.page(page);
    },
    async taken({ contact }, { id: deliveryId }) {
      await note(contact, { kind: 'contacted' }, { reachedContact: { deliveryId, id: contact.id } });
    },
    async givenUp({ contact }, { id: deliveryId }, code) {
      const refusedContact = { deliveryId, id: contact.id, code };
      return await note(contact, { kind: 'contact_failed', code }, { refusedContact });
    },
  };
}

/** Null when there is no such incident any more. */
async function pageOf(contact: OtherContact, deps: ContactDeps): Promise<ContactPage | null> {
  const { connectionId, incidentNumber, target, createdAt, eventId } = contact;
  const email = target.slice(1);
  const incident = await deps.store.get(incidentNumber);
  if (!incident) return null;
  const service = incident.serviceId === null ? null : await deps.settings.service(incident.serviceId);
  return {
    contact,
    incident: (await deps.mayKnow(incidentNumber, email)) ? incident : null,
    service: service?.name ?? null,
    acknowledgeUrl: await deps.links.create({ connectionId, incidentNumber, email, eventId }, createdAt),
    pageUrl: deps.pageUrl(incidentNumber),
  };
}
