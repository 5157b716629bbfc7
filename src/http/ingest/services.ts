import { didYouMean } from '../../settings/did-you-mean.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { Issue } from '../refused-request.ts';
import { quote } from './text.ts';

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
    /** The service of the key that they were sent with. */
    private readonly ownServiceId: number | null,
    private readonly unknown: UnknownService = 'mistake',
  ) {}

  async find(name: string | null): Promise<FoundService> {
    if (name === null) return { ok: true, serviceId: this.ownServiceId };
    const known = this.found.get(name) ?? this.lookUp(name);
    this.found.set(name, known);
    return known;
  }

  /** What a routing rule names; null where it is gone, or not this key's: then the rule says nothing about it. */
  async ofRule(name: string): Promise<FoundService | null> {
    const service = await this.settings.serviceByName(name);
    const isOurs = service && (this.ownServiceId === null || service.id === this.ownServiceId);
    return isOurs ? { ok: true, serviceId: service.id } : null;
  }

  private async lookUp(name: string): Promise<FoundService> {
    const service = await this.settings.serviceByName(name);
    const isOurs = service && (this.ownServiceId === null || service.id === this.ownServiceId);
    if (!isOurs && this.unknown === 'other') return { ok: true, serviceId: this.ownServiceId };
    if (!isOurs && this.ownServiceId !== null) return this.foreign(name, this.ownServiceId);
    if (service) return { ok: true, serviceId: service.id };
    const services = await this.settings.services();
    const hint = didYouMean(
      name.slice(0, MAX_SHOWN),
      services.map((one) => one.name),
    );
    const message = `is ${quote(name)}, which is not a service in opsknight.yml.${hint}`;
    return { ok: false, issue: { path: 'service', message } };
  }

  /** Says the same whether there is such a service or not. */
  private async foreign(name: string, ownServiceId: number): Promise<FoundService> {
    const own = await this.settings.service(ownServiceId);
    const message = `is ${quote(name)}, but this key sends alerts of ${quote(own?.name ?? 'one service')} only. Leave the service out, or use a key without one.`;
    return { ok: false, issue: { path: 'service', message } };
  }
}

const MAX_SHOWN = 100;
