import { explain } from '../notifications/queue/slack-errors.ts';
import type { SettingsStore } from '../settings/store.ts';
import { toSlackFailure } from '../slack/api/failures.ts';
import type { ChannelDirectory } from '../slack/directory/channels.ts';
import type { Channel } from '../slack/directory/store.ts';
import { type Finding, note, well, wrong } from './finding.ts';

/** Whether the app can post in every channel that the settings name. */
export async function examineChannels(
  settings: SettingsStore,
  connectionId: number,
  channels: ChannelDirectory,
): Promise<Finding[]> {
  const named = await namedChannels(settings, connectionId);
  if (named.size === 0) return [note('Channels: the settings name none, so no incident has a card in Slack')];
  try {
    await channels.refresh();
  } catch (error) {
    const { code } = toSlackFailure(error);
    const { meaning, remedy } = explain(code);
    return [wrong(`Channels: they could not be listed. ${meaning} (${code})`, remedy)];
  }
  const findings: Finding[] = [];
  for (const [target, uses] of named) findings.push(await examineChannel(channels, target, uses));
  return findings;
}

async function examineChannel(channels: ChannelDirectory, target: string, uses: string[]): Promise<Finding> {
  const what = `Channel ${target} (${uses.join(', ')})`;
  const id = await channels.idOf(target);
  const channel = id === null ? null : await channels.byId(id);
  const code = obstacle(channel);
  if (code === null) return well(what);
  const { meaning, remedy } = explain(code);
  return wrong(`${what}: ${meaning}`, remedy);
}

/** As the error that posting there would fail with. */
function obstacle(channel: Channel | null): string | null {
  if (!channel || channel.isGone) return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  return channel.isPrivate && !channel.isMember ? 'not_in_channel' : null;
}

/** Every channel that the settings name, with what for. */
async function namedChannels(settings: SettingsStore, connectionId: number): Promise<Map<string, string[]>> {
  const named = new Map<string, string[]>();
  const name = (channel: string | null | undefined, use: string) => {
    if (channel) named.set(channel, [...(named.get(channel) ?? []), use]);
  };
  const workspace = await settings.workspace(connectionId);
  name(workspace.defaultChannel, 'default channel');
  for (const [urgency, channel] of Object.entries(workspace.urgencyChannels)) name(channel, `urgency ${urgency}`);
  for (const { channel } of workspace.subscriptions) name(channel, 'subscription');
  for (const service of await settings.services()) {
    name(service.channel, `service ${service.name}`);
    for (const target of service.policy?.steps.flatMap(({ targets }) => targets) ?? []) {
      if (target.kind === 'channel') name(target.name, `escalation policy ${service.policy?.name}`);
    }
  }
  return named;
}
