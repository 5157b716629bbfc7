import type { SlackAccount } from '../people/actor.ts';
import type { SettingsStore } from './store.ts';
import type { Service } from './types.ts';

interface Deps {
  settings: Pick<SettingsStore, 'services'>;
  connections: { beside(connectionId: number): Promise<number[]> };
}

/** Which services are whose business: what other workspaces call theirs is not. */
export class ServiceAccess {
  constructor(private readonly deps: Deps) {}

  /**
   * The services that somebody may choose, by name: those that go through a connection of their workspace, are shared with it, or are of
   * no connection in particular.
   */
  async services({ connectionId }: SlackAccount): Promise<Service[]> {
    const services = await this.deps.settings.services();
    if (services.every(({ connection }) => !connection?.isNamed)) return services;
    const ours = new Set(await this.deps.connections.beside(connectionId));
    return services.filter((service) => isOffered(service, ours));
  }

  async offers(account: SlackAccount, serviceId: number): Promise<boolean> {
    return (await this.services(account)).some(({ id }) => id === serviceId);
  }
}

/** @param ours the connections of one workspace */
export function isOffered({ connection, sharedWith = [] }: Service, ours: ReadonlySet<number>): boolean {
  return !connection?.isNamed || ours.has(connection.id) || sharedWith.some((id) => ours.has(id));
}
