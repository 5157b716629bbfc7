import type { OnCallStore } from '../../oncall/store.ts';
import { isSameName } from '../../oncall/targets.ts';
import { isTheirs } from '../../settings/service-access.ts';
import type { Service } from '../../settings/types.ts';

/**
 * Who can be called, as people of a workspace meet it that is not the organisation's: of the schedules, those that page for a service which
 * goes through a connection of theirs, or is shared with them.
 */
export function schedulesAsOffered(
  onCall: OnCallStore,
  ours: () => Promise<readonly number[]>,
  services: () => Promise<readonly Service[]>,
): OnCallStore {
  return {
    ...onCall,
    async directory() {
      const [directory, ids, all] = await Promise.all([onCall.directory(), ours(), services()]);
      const connections = new Set(ids);
      const theirs = all.filter((service) => isTheirs(service, connections));
      const paging = theirs.flatMap(({ policy }) => policy?.steps.flatMap(({ targets }) => targets) ?? []);
      const isPaged = (name: string) =>
        paging.some((target) => target.kind === 'schedule' && isSameName(target.name, name));
      return { ...directory, schedules: directory.schedules.filter(({ name }) => isPaged(name)) };
    },
  };
}
