import type { IncidentService } from '../incidents/service.ts';
import type { OnCallStore } from '../oncall/store.ts';
import { isPersonTarget, readPersonTarget } from '../people/page-target.ts';
import type { DeliveryStore } from './store.ts';
import type { Delivery } from './types.ts';

/** What follows when Slack refuses a message to somebody who was paged: the incident's timeline says so. */
export function refusedPages(
  store: Pick<DeliveryStore, 'job'>,
  incidents: IncidentService,
  onCall: Pick<OnCallStore, 'phoneBook'>,
): (delivery: Delivery, code: string) => Promise<void> {
  return async ({ uuid, task }, code) => {
    const job = await store.job(task);
    if (job?.kind !== 'card' && job?.kind !== 'line') return;
    const { place, kind } = job;
    const hasCard = kind === 'card' && place.ts !== null; // only its update was refused
    if (!isPersonTarget(place.target) || hasCard) return;
    const { target } = place;
    const command = { type: 'page_failed', target, name: await nameOf(target, onCall), code } as const;
    await incidents.execute(place.incidentNumber, command, { kind: 'clock' }, { requestKey: `page:${uuid}` });
  };
}

async function nameOf(target: string, onCall: Pick<OnCallStore, 'phoneBook'>): Promise<string> {
  const person = readPersonTarget(target);
  const { users } = await onCall.phoneBook();
  const user = person && 'email' in person ? users.find(({ email }) => email === person.email) : undefined;
  return user?.name ?? target.slice(1);
}
