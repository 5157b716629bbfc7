import type { Service, WorkspaceSettings } from './types.ts';

/** Every channel that the settings name, with what for. */
export function namedChannels(workspace: WorkspaceSettings, services: readonly Service[]): Map<string, string[]> {
  const named = new Map<string, string[]>();
  const name = (channel: string | null | undefined, use: string) => {
    if (channel) named.set(channel, [...(named.get(channel) ?? []), use]);
  };
  name(workspace.defaultChannel, 'default channel');
  for (const [urgency, channel] of Object.entries(workspace.urgencyChannels)) name(channel, `urgency ${urgency}`);
  for (const { channel } of workspace.subscriptions) name(channel, 'subscription');
  for (const service of services) {
    name(service.channel, `service ${service.name}`);
    for (const target of service.policy?.steps.flatMap(({ targets }) => targets) ?? []) {
      if (target.kind === 'channel') name(target.name, `escalation policy ${service.policy?.name}`);
    }
  }
  return named;
}
