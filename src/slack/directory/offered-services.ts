import type { SettingsStore } from '../../settings/store.ts';
import type { Service } from '../../settings/types.ts';
import type { ConnectionStore } from './store.ts';

/**
 * The settings as people of a workspace meet them: of the services those that go through a connection of it, are shared with it, or are
 * of no connection in particular. What another workspace calls its services is none of their business.
 */
export function settingsAsOffered(
  settings: SettingsStore,
  connectionId: number,
  connections: Pick<ConnectionStore, 'all'>,
): SettingsStore {
  const offered = async <S extends Service | null>(services: S[]): Promise<S[]> => {
    if (services.every((service) => !service?.connection?.isNamed)) return services;
    const all = await connections.all();
    const teamId = all.find(({ id }) => id === connectionId)?.teamId ?? null;
    const ours = new Set(all.filter((one) => teamId !== null && one.teamId === teamId).map(({ id }) => id));
    return services.filter((service) => service !== null && isOffered(service, ours.add(connectionId)));
  };
  return {
    ...settings,
    services: async () => offered(await settings.services()),
    serviceByName: async (name) => (await offered([await settings.serviceByName(name)]))[0] ?? null,
  };
}

function isOffered({ connection, sharedWith = [] }: Service, ours: ReadonlySet<number>): boolean {
  return !connection?.isNamed || ours.has(connection.id) || sharedWith.some((id) => ours.has(id));
}
