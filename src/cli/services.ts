import { didYouMean } from '../settings/did-you-mean.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import { CommandError } from './report.ts';

/**
 * A service by its name, in any case. Throws a CommandError that names what there is.
 * @param instead What the command therefore did not do: "no key was made".
 */
export async function findService(settings: SettingsStore, name: string, instead: string): Promise<Service> {
  const service = await settings.serviceByName(name);
  if (service) return service;
  const names = (await settings.services()).map((known) => known.name);
  const hint =
    names.length === 0
      ? ' There are no services yet: declare them in opsknight.yml and run `opsknight apply opsknight.yml`.'
      : didYouMean(name, names) || ` Known services: ${names.join(', ')}.`;
  throw new CommandError(`There is no service named "${name}"; ${instead}.${hint}`);
}
