import type { IncidentStore } from '../incidents/store.ts';
import type { Incident } from '../incidents/types.ts';
import type { ApiKey } from './store.ts';

/**
 * The incident of a number, as far as the holder of a key may know of it: one of the key's service, and of no private channel,
 * since a key is nobody's membership. A hidden one is as one that isn't there.
 */
export async function knownToKey(
  number: number | null,
  { serviceId }: ApiKey,
  store: IncidentStore,
): Promise<Incident | null> {
  const incident = number === null ? null : await store.get(number);
  if (!incident || (serviceId !== null && incident.serviceId !== serviceId)) return null;
  return (await store.isVisible(incident.number, 'anyone')) ? incident : null;
}
