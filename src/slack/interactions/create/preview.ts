import { routesFor } from '../../../notifications/plan/route.ts';
import { rulesFor } from '../../../settings/rules.ts';
import type { Service } from '../../../settings/types.ts';
import type { Deps } from '../deps.ts';
import { type CardChannel, effectsWords, type Picked } from './effects.ts';

/** What comes of what somebody has picked, as things stand; read from disk alone, since the form waits for it. */
export async function previewOf(deps: Deps, slackUserId: string, picked: Picked): Promise<string> {
  const { settings, onCall, clock } = deps;
  const { serviceId, urgency, assignee } = picked;
  const service = serviceId === null ? null : await settings.service(serviceId);
  const rules = rulesFor({ service, workspaces: await settings.workspaces() });
  return effectsWords({
    urgency,
    assignee,
    service: service?.name ?? null,
    rules,
    directory: await onCall.directory(),
    now: clock.now(),
    channel: await channelFor(deps, slackUserId, service, picked),
  });
}

async function channelFor(
  { connectionId, settings, channels, membership }: Deps,
  slackUserId: string,
  service: Service | null,
  { urgency }: Picked,
): Promise<CardChannel> {
  const routes = routesFor({ urgency, details: null }, service, await settings.workspaces());
  const home = routes.find((route) => route.isHome && route.connectionId === connectionId);
  if (!home) return { kind: 'none' };
  const channel = await channels.known(home.channel);
  if (!channel?.isPrivate) return { kind: 'named', name: channel ? `#${channel.name}` : home.channel };
  const { privateChannelIds } = await membership.viewer(slackUserId);
  return privateChannelIds.includes(channel.id) ? { kind: 'named', name: channel.name } : { kind: 'private' };
}
