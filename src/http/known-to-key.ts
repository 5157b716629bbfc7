import type { IncidentStore } from '../incidents/store.ts';
import type { Incident } from '../incidents/types.ts';
import type { ApiKey } from '../keys/store.ts';

/**
 * Whether the holder of a key may know of an incident: one of the key's service, and of no private channel, since a key is
 * nobody's membership.
 */
export async function isKnownToKey(
  incident: Incident,
  { serviceId }: ApiKey,
  store: Pick<IncidentStore, 'isVisible'>,
): Promise<boolean> {
  if (serviceId !== null && incident.serviceId !== serviceId) return false;
  return store.isVisible(incident.number, 'anyone');
}

/** The incident of a number, as far as the holder of a key may know of it; a hidden one is as one that isn't there. */
export async function knownToKey(number: number | null, key: ApiKey, store: IncidentStore): Promise<Incident | null> {
  const incident = number === null ? null : await store.get(number);
  return incident && (await isKnownToKey(incident, key, store)) ? incident : null;
}
