import { isConfinedFrom } from '../../settings/rules.ts';
import type { ConnectionSettings } from '../../settings/store.ts';
import { lets, type Subject } from '../../settings/subscriptions.ts';
import type { Service } from '../../settings/types.ts';
import type { Lane } from './operations.ts';

interface Told {
  incident: Subject;
  service: Service | null;
  workspaces: readonly ConnectionSettings[];
  /** Whether it belongs to a private channel there. */
  isPrivateIn(connectionId: number): boolean;
}

/**
 * The channels that are told of an incident's updates, as the settings name them; each once, by whatever it is called. What is private is
 * told in no channel, and what is of a closed project in those of the project alone.
 */
export function statusChannels({ incident, service, workspaces, isPrivateIn }: Told): Lane[] {
  return workspaces.flatMap(({ connectionId, settings, channelNames = {} }) => {
    if (isPrivateIn(connectionId)) return [];
    const wanted = settings.statusChannels
      .filter((rule) => lets({ ...rule, labels: null }, incident, service?.name ?? null))
      .map(({ channel }) => channel)
      .filter((channel) => !isConfinedFrom(service, channel, channelNames));
    const names = wanted.map((channel) => channelNames[channel] ?? channel);
    const channels = wanted.filter((_, index) => names.indexOf(names[index] ?? '') === index);
    return channels.map((target) => ({ connectionId, target }));
  });
}
