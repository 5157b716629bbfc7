import type { Incident } from '../../incidents/types.ts';
import { isAtHome } from '../../settings/rules.ts';
import type { ConnectionSettings } from '../../settings/store.ts';
import { lets, type Subject } from '../../settings/subscriptions.ts';
import type { ChannelRef, Service } from '../../settings/types.ts';

/** A card that is to exist: in which workspace and channel, and whether it is the incident's home there. */
export interface Route {
  connectionId: number;
  channel: ChannelRef;
  /** The home decides who may see the incident; subscriptions only listen. */
  isHome: boolean;
}

/** The channel that an incident belongs to in a workspace: it decides who may see it, whether or not it is shown there. */
export interface Home {
  connectionId: number;
  channel: ChannelRef;
}

export function homesOf(
  incident: Pick<Incident, 'urgency'>,
  service: Service | null,
  workspaces: ConnectionSettings[],
): Home[] {
  return workspaces.flatMap(({ connectionId, settings }) => {
    const channel = homeIn({ connectionId, settings }, incident, service);
    return channel === null ? [] : [{ connectionId, channel }];
  });
}

function homeIn(
  { connectionId, settings }: ConnectionSettings,
  { urgency }: Pick<Incident, 'urgency'>,
  service: Service | null,
): ChannelRef | null {
  const isHere = service !== null && isAtHome(service, connectionId);
  const ofService = isHere ? service.channel : null;
  if (service?.confinedTo) return ofService ?? (isHere ? (service.confinedTo[0] ?? null) : null);
  return ofService ?? settings.urgencyChannels[urgency] ?? settings.defaultChannel;
}

/** The routes of an incident that stays in the private channels that it belongs to, by connection: it is shown there alone. */
export function keepingHomes(routes: readonly Route[], kept: ReadonlyMap<number, ChannelRef>): Route[] {
  return routes.flatMap((route) => {
    const channel = kept.get(route.connectionId);
    if (channel === undefined) return [route];
    return route.isHome ? [{ ...route, channel }] : [];
  });
}

/**
 * Where an incident is shown. Service channel, else urgency channel, else default channel is its home; the other channels of
 * its service and every matching subscription get a card of their own. The urgency filter silences all of them.
 */
export function routesFor(incident: Subject, service: Service | null, workspaces: ConnectionSettings[]): Route[] {
  return workspaces.flatMap(({ connectionId, settings, channelNames = {} }) => {
    if (!settings.notify.urgencies.includes(incident.urgency)) return [];
    const home = homeIn({ connectionId, settings }, incident, service);
    const subscribed = settings.subscriptions
      .filter((subscription) => lets(subscription, incident, service?.name ?? null))
      .map(({ channel }) => channel)
      .filter((channel) => isOpenFor(service, channel, channelNames));
    const others = service && isAtHome(service, connectionId) ? service.channels : [];
    const wanted = [...(home ? [home] : []), ...others, ...subscribed];
    // By its name and by its id, it is one channel.
    const names = wanted.map((channel) => channelNames[channel] ?? channel);
    const channels = wanted.filter((_, index) => names.indexOf(names[index] ?? '') === index);
    return channels.map((channel) => ({ connectionId, channel, isHome: channel === home }));
  });
}

/** A closed project is heard of in its own channels alone. */
function isOpenFor(
  service: Service | null,
  channel: ChannelRef,
  names: Readonly<Record<ChannelRef, ChannelRef>>,
): boolean {
  const nameOf = (one: ChannelRef) => names[one] ?? one;
  return !service?.confinedTo || service.confinedTo.some((one) => nameOf(one) === nameOf(channel));
}
