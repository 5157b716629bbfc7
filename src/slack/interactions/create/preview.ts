import { routesFor } from '../../../notifications/plan/route.ts';
import type { PersonActor } from '../../../people/actor.ts';
import { rulesFor, workspacesFor } from '../../../settings/rules.ts';
import type { ConnectionSettings } from '../../../settings/store.ts';
import type { Service } from '../../../settings/types.ts';
import type { Deps } from '../deps.ts';
import { type CardChannel, effectsWords, type Picked } from './effects.ts';

/** What comes of what somebody has picked, as things stand; read from disk alone, since the form waits for it. */
export async function previewOf(deps: Deps, slackUserId: string, picked: Picked): Promise<string> {
  const { settings, onCall, clock } = deps;
  const { serviceId, urgency, assignee } = picked;
  const services = serviceId === null ? [] : await deps.servicesFor(slackUserId);
  const service = services.find(({ id }) => id === serviceId) ?? null;
  const workspaces = workspacesFor(service, opener(deps, slackUserId), await settings.workspaces());
  return effectsWords({
    urgency,
    assignee,
    service: service?.name ?? null,
    rules: rulesFor({ service, workspaces }),
    directory: await onCall.directory(),
    now: clock.now(),
    channel: await channelFor(deps, slackUserId, { service, workspaces }, picked),
  });
}

async function channelFor(
  { connectionId, channels, membership }: Deps,
  slackUserId: string,
  { service, workspaces }: { service: Service | null; workspaces: ConnectionSettings[] },
  { urgency }: Picked,
): Promise<CardChannel> {
  const routes = routesFor({ urgency, details: null }, service, workspaces);
  const home = routes.find((route) => route.isHome && route.connectionId === connectionId);
  if (!home) return { kind: 'none' };
  const channel = await channels.known(home.channel);
  if (!channel?.isPrivate) return { kind: 'named', name: channel ? `#${channel.name}` : home.channel };
  const { privateChannelIds } = await membership.viewer(slackUserId);
  return privateChannelIds.includes(channel.id) ? { kind: 'named', name: channel.name } : { kind: 'private' };
}

/** Who is going to open it, as far as the settings ask. */
function opener({ connectionId }: Deps, slackUserId: string): PersonActor {
  return { kind: 'person', connectionId, slackUserId, name: '', userId: null };
}
