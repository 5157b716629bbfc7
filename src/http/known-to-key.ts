import type { IncidentStore, KeyEyes } from '../incidents/store.ts';
import type { Incident } from '../incidents/types.ts';
import type { ApiKey } from '../keys/store.ts';

/** What the holder of a key sees. */
export function eyesOf({ serviceId, reach }: ApiKey): KeyEyes {
  return { serviceId, reach };
}

/** The incident of a number, as far as the holder of a key may know of it; a hidden one is as one that isn't there. */
export async function knownToKey(number: number | null, key: ApiKey, store: IncidentStore): Promise<Incident | null> {
  if (number === null || !(await store.isVisible(number, eyesOf(key)))) return null;
  return store.get(number);
}
