import type { SlackAccount } from '../people/actor.ts';
import { actorsOf, actsIn, projectOf, standingIn } from '../people/projects.ts';
import type { PeopleStore } from '../people/store.ts';
import type { SettingsStore } from './store.ts';
import type { Service } from './types.ts';

interface Deps {
  settings: Pick<SettingsStore, 'services' | 'projects'>;
  people: Pick<PeopleStore, 'person'>;
  connections: { beside(connectionId: number): Promise<number[]>; isKnown(connectionId: number): Promise<boolean> };
}

/** What somebody wants with a service: know of it, or work on its incidents. */
type Purpose = 'see' | 'act';

/** Which services are whose business: not what other workspaces call theirs, nor what is a closed project's. */
export class ServiceAccess {
  constructor(private readonly deps: Deps) {}

  /**
   * The services that somebody may choose, by name: those that go through a connection of their workspace, are shared with it, or are of
   * no connection in particular; as far as projects let them.
   */
  async services(account: SlackAccount, purpose: Purpose): Promise<Service[]> {
    const services = await this.ofWorkspace(account);
    const projects = await this.deps.settings.projects();
    if (projects.length === 0) return services;
    const user = await this.userOf(account);
    return services.filter(({ id }) => {
      const project = projectOf(id, projects);
      return standingIn(project, user) !== 'outsider' && (purpose === 'see' || actsIn(project, user));
    });
  }

  async mayChoose(account: SlackAccount, serviceId: number): Promise<boolean> {
    return (await this.services(account, 'act')).some(({ id }) => id === serviceId);
  }

  /**
   * Whether somebody may act on an incident that they see.
   * @param serviceOfIt asked for only where there are projects, as every click comes by here
   */
  async mayAct(account: SlackAccount, serviceOfIt: () => Promise<number | null>): Promise<boolean> {
    const projects = await this.deps.settings.projects();
    const project = projects.length === 0 ? null : projectOf(await serviceOfIt(), projects);
    return actsIn(project, await this.userOf(account));
  }

  /** The users who act in some project, whatever they are elsewhere. */
  async actorsOfProjects(): Promise<ReadonlySet<number>> {
    return actorsOf(await this.deps.settings.projects());
  }

  private async userOf({ connectionId, slackUserId }: SlackAccount) {
    return (await this.deps.people.person(connectionId, slackUserId))?.user ?? null;
  }

  private async ofWorkspace({ connectionId }: SlackAccount): Promise<Service[]> {
    if (!(await this.deps.connections.isKnown(connectionId))) return [];
    const services = await this.deps.settings.services();
    if (services.every(({ connection }) => !connection?.isNamed)) return services;
    const ours = new Set(await this.deps.connections.beside(connectionId));
    return services.filter((service) => isOffered(service, ours));
  }
}

/** @param ours the connections of one workspace */
function isOffered(service: Service, ours: ReadonlySet<number>): boolean {
  return !service.connection?.isNamed || isTheirs(service, ours);
}

/** Whether a service is named as a workspace's: it goes through a connection of it, or is shared with it. @param ours the workspace's connections */
export function isTheirs({ connection, sharedWith = [] }: Service, ours: ReadonlySet<number>): boolean {
  return (connection?.isNamed && ours.has(connection.id)) || sharedWith.some((id) => ours.has(id));
}
