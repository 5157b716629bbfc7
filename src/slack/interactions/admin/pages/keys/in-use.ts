import { type ApiKey, isInUse } from '../../../../../keys/store.ts';
import { isMissing } from '../../../../../routing/route.ts';
import { nameOfConnection } from '../../../../../settings/connection-called.ts';
import type { ShownKey } from '../../../../cards/api-keys.ts';
import type { Deps } from '../../../deps.ts';

/** The keys in use, as admins see them, by name. */
export async function keysInUse({ keys, settings, connections, clock }: Deps): Promise<ShownKey[]> {
  const [all, services, known, rules] = await Promise.all([
    keys.list(),
    settings.services(),
    connections.all(),
    settings.routing(),
  ]);
  const now = clock.now();
  const serviceOf = new Map(services.map(({ id, name }) => [id, name]));
  const connectionOf = new Map(known.map((one) => [one.id, nameOfConnection(one)]));
  return all
    .filter((key) => isInUse(key, now))
    .sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id)
    .map((key) => ({
      ...key,
      service: key.serviceId === null ? null : (serviceOf.get(key.serviceId) ?? null),
      connection: typeof key.reach === 'number' ? (connectionOf.get(key.reach) ?? null) : null,
      isWithoutRules: isMissing(key.ruleSet, rules),
    }));
}

/** A key in use by its first characters; null for none. */
export async function keyInUse({ keys, clock }: Deps, prefix: string): Promise<ApiKey | null> {
  const now = clock.now();
  return (await keys.list()).find((key) => key.prefix === prefix && isInUse(key, now)) ?? null;
}
