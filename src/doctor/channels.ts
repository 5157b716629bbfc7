import { explain } from '../notifications/queue/slack-errors.ts';
import { type ChannelUse, namedChannels } from '../settings/named-channels.ts';
import type { SettingsStore } from '../settings/store.ts';
import { toSlackFailure } from '../slack/api/failures.ts';
import { obstacle } from '../slack/directory/channel-access.ts';
import type { ChannelDirectory } from '../slack/directory/channels.ts';
import { type Finding, note, well, wrong } from './finding.ts';

/** Whether the app can post in every channel that the settings name. */
export async function examineChannels(
  settings: SettingsStore,
  connectionId: number,
  channels: ChannelDirectory,
): Promise<Finding[]> {
  const named = namedChannels(connectionId, {
    workspace: await settings.workspace(connectionId),
    services: await settings.services(),
    schedules: await settings.schedulesOf(connectionId),
  });
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

async function examineChannel(channels: ChannelDirectory, target: string, uses: ChannelUse[]): Promise<Finding> {
  const what = `Channel ${target} (${[...new Set(uses.map(({ words }) => words))].join(', ')})`;
  const id = await channels.idOf(target);
  const channel = id === null ? null : await channels.byId(id);
  const code = obstacle(channel);
  if (code === null) return well(what);
  const { meaning, remedy } = explain(code);
  return wrong(`${what}: ${meaning}`, remedy);
}
