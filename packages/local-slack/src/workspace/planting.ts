import type { ChannelSeed, WorkspaceSeed } from './seed.ts';
import type { Workspace } from './workspace.ts';

/** Puts into a new workspace what its seed names; throws where a name is nobody's. */
export function plant(workspace: Workspace, seed: WorkspaceSeed): void {
  for (const member of seed.members ?? []) workspace.members.add(member);
  const idOf = (name: string) => {
    const member = workspace.members.byName(name);
    if (!member) throw new Error(`The seed of workspace ${seed.name} names @${name}, who is not among its members`);
    return member.id;
  };
  const people = workspace.members.all.filter((one) => !one.isBot && !one.deleted && !one.guest && !one.isStranger);
  const everyone = people.map(({ id }) => id);
  const creator = everyone[0] ?? workspace.botUserId;
  for (const one of seed.channels ?? []) {
    plantChannel(workspace, one, creator, one.members?.map(idOf) ?? (one.private ? [] : everyone));
  }
  for (const { handle, name = handle, members = [] } of seed.userGroups ?? []) {
    workspace.userGroups.add({ handle, name, description: '' }, members.map(idOf), creator);
  }
}

function plantChannel({ channels, botUserId }: Workspace, seed: ChannelSeed, creator: string, members: string[]): void {
  const channel = channels.add(seed.name, seed.private ? 'private' : 'public', creator, members);
  channel.archived = seed.archived ?? false;
  if (seed.bot && !seed.archived) channel.members.add(botUserId);
  if (seed.topic) channel.topic = { value: seed.topic, creator, last_set: channel.created };
}
