import type { IncidentStore } from '../../../incidents/store.ts';
import { type Incident, parseIncidentKey } from '../../../incidents/types.ts';
import type { ApiKey } from '../../../keys/store.ts';
import { eyesOf, knownToKey } from '../../known-to-key.ts';
import { dedupKeyOf } from '../alert.ts';
import { guardsOf } from '../receive.ts';
import { textOrNull } from '../text.ts';
import { UnprocessableBody } from './body.ts';
import { incidentNumberOf } from './ids.ts';

/** What Opsgenie calls an alert by: its id, its number, or the alias that its sender gave it. */
const IDENTIFIER_TYPES = ['id', 'tiny', 'alias'] as const;
export type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

/** The query's `identifierType`; `id` when it says nothing. */
export function identifierTypeOf(given: string | undefined): IdentifierType {
  const type = IDENTIFIER_TYPES.find((one) => one === (given || 'id'));
  if (!type) throw new UnprocessableBody({ identifierType: 'IdentifierType should be one of id, tiny and alias.' });
  return type;
}

/**
 * The incident that is meant, as far as the key may know of it. By its alias: only one that isn't over, the latest, also of a
 * private channel, since whoever knows the alias of an alert may say that it is over.
 */
export async function findAlert(
  identifier: string,
  type: IdentifierType,
  key: ApiKey,
  store: IncidentStore,
): Promise<Incident | null> {
  if (type === 'alias') {
    const alias = textOrNull(identifier);
    const found = alias === null ? null : await store.findByDedupKey(dedupKeyOf(alias), key.serviceId, guardsOf(key));
    // A key of one connection knows no alerts of others'.
    const isOurs =
      found === null || typeof key.reach !== 'number' || (await store.isVisible(found.number, eyesOf(key)));
    return isOurs ? found : null;
  }
  return knownToKey(type === 'id' ? incidentNumberOf(identifier) : parseIncidentKey(identifier), key, store);
}
