import type { Incident } from '../incidents/types.ts';
import type { ConnectionSettings } from '../settings/store.ts';
import type { ChannelRef, Service } from '../settings/types.ts';

/** A card that is to exist: in which workspace and channel, and whether it is the incident's home there. */
export interface Route {
  connectionId: number;
  channel: ChannelRef;
  /** The home decides who may see the incident; subscriptions only listen. */
  isHome: boolean;
}

/**
 * Where an incident is shown. Service channel, else urgency channel, else default channel is its home; every
 * matching subscription gets a card of its own. The urgency filter silences all of them.
 */
export function routesFor(
  incident: Pick<Incident, 'urgency'>,
  service: Service | null,
  workspaces: ConnectionSettings[],
): Route[] {
  return workspaces.flatMap(({ connectionId, settings }) => {
    const { urgency } = incident;
    if (!settings.notify.urgencies.includes(urgency)) return [];
    const home = service?.channel ?? settings.urgencyChannels[urgency] ?? settings.defaultChannel;
    const listeners = settings.subscriptions
      .filter(({ urgencies }) => urgencies === null || urgencies.includes(urgency))
      .map(({ channel }) => channel);
    const channels = new Set([...(home ? [home] : []), ...listeners]);
    return [...channels].map((channel) => ({ connectionId, channel, isHome: channel === home }));
  });
}
