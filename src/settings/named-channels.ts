import type { Schedule } from '../oncall/types.ts';
import { isAtHome } from './rules.ts';
import type { ChannelRef, Service, WorkspaceSettings } from './types.ts';

/** What the settings name a channel for. */
export interface ChannelUse {
  /** "default channel", "service Payment API" */
  words: string;
  /** It only hears of what belongs elsewhere. */
  listens: boolean;
}

interface Naming {
  workspace: WorkspaceSettings;
  services: readonly Service[];
  /** Those whose teams have their channels there. */
  schedules: readonly Pick<Schedule, 'name' | 'handOff'>[];
}

/** Every channel of a connection that the settings name, with what for. */
export function namedChannels(
  connectionId: number,
  { workspace, services, schedules }: Naming,
): Map<ChannelRef, ChannelUse[]> {
  const named = new Map<ChannelRef, ChannelUse[]>();
  const name = (channel: ChannelRef | null | undefined, words: string, listens = false) => {
    if (channel) named.set(channel, [...(named.get(channel) ?? []), { words, listens }]);
  };
  name(workspace.defaultChannel, 'default channel');
  for (const [urgency, channel] of Object.entries(workspace.urgencyChannels)) name(channel, `urgency ${urgency}`);
  for (const { channel } of workspace.subscriptions) name(channel, 'subscription', true);
  for (const { channel } of workspace.statusChannels) name(channel, 'updates for stakeholders', true);
  for (const service of services.filter((one) => isAtHome(one, connectionId))) {
    name(service.channel, `service ${service.name}`);
    for (const channel of service.channels) name(channel, `service ${service.name}`, true);
    for (const target of service.policy?.steps.flatMap(({ targets }) => targets) ?? []) {
      if (target.kind === 'channel') name(target.name, `escalation policy ${service.policy?.name}`);
    }
  }
  for (const { name: schedule, handOff } of schedules) name(handOff?.channel, `hand-offs of ${schedule}`, true);
  return named;
}
