import type { ApiKey } from '../../keys/store.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { Service } from '../../settings/types.ts';
import type { Issue } from '../refused-request.ts';
import { quote } from './text.ts';

/** Whether a key may send alerts of a service, and so know of it. */
export function isOfKey(
  { id, connection, sharedWith = [] }: Pick<Service, 'id' | 'connection' | 'sharedWith'>,
  { serviceId, reach }: Pick<ApiKey, 'serviceId' | 'reach'>,
): boolean {
  if (serviceId !== null) return id === serviceId;
  return typeof reach !== 'number' || connection?.id === reach || sharedWith.includes(reach);
}

export type FoundService = { ok: true; serviceId: number | null } | { ok: false; issue: Issue };

/**
 * What a name that is no service's means. `mistake`: somebody meant one of ours, and an alert in the wrong channel helps nobody.
 * `other`: it is a word of the sender's own world, and the alert is as good without it.
 */
export type UnknownService = 'mistake' | 'other';

/** Finds the services that the alerts of one request name, each name once. For a key of a service there is no other one. */
export class ServiceLookup {
  private readonly found = new Map<string, Promise<FoundService>>();

  constructor(
    private readonly settings: SettingsStore,
    /** The key that they were sent with. */
    private readonly key: Pick<ApiKey, 'serviceId' | 'reach'>,
    private readonly unknown: UnknownService = 'mistake',
  ) {}

  async find(name: string | null): Promise<FoundService> {
    if (name === null) return this.ofNone();
    const known = this.found.get(name) ?? this.lookUp(name);
    this.found.set(name, known);
    return known;
  }

  /** What a routing rule names; null where it is gone, or not this key's: then the rule says nothing about it. */
  async ofRule(name: string): Promise<FoundService | null> {
    const service = await this.settings.serviceByName(name);
    return service && this.isOurs(service) ? { ok: true, serviceId: service.id } : null;
  }

  private async lookUp(name: string): Promise<FoundService> {
    const service = await this.settings.serviceByName(name);
    if (service && this.isOurs(service)) return { ok: true, serviceId: service.id };
    if (this.unknown === 'other') return this.ofNone();
    const { serviceId } = this.key;
    if (serviceId !== null) return this.foreign(name, serviceId);
    const services = (await this.settings.services()).filter((one) => this.isOurs(one));
    const hint = didYouMean(
      name.slice(0, MAX_SHOWN),
      services.map((one) => one.name),
    );
    const message = `is ${quote(name)}, which is not a service in opsknight.yml.${hint}`;
    return { ok: false, issue: { path: 'service', message } };
  }

  /** A key of a connection sends alerts of that connection's services alone: what is of none is the organisation's. */
  private ofNone(): FoundService {
    const { serviceId, reach } = this.key;
    if (serviceId !== null || typeof reach !== 'number') return { ok: true, serviceId };
    const message = 'is missing: this key is of one connection, so what it sends has to name a service of that';
    return { ok: false, issue: { path: 'service', message } };
  }

  private isOurs(service: Service): boolean {
    return isOfKey(service, this.key);
  }

  /** Says the same whether there is such a service or not. */
  private async foreign(name: string, ownServiceId: number): Promise<FoundService> {
    const own = await this.settings.service(ownServiceId);
    const message = `is ${quote(name)}, but this key sends alerts of ${quote(own?.name ?? 'one service')} only. Leave the service out, or use a key without one.`;
    return { ok: false, issue: { path: 'service', message } };
  }
}

const MAX_SHOWN = 100;
