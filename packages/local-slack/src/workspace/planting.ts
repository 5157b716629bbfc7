import { encodeMentions } from '../interactions/command-text.ts';
import type { Message } from './messages.ts';
import type { ChannelSeed, MessageSeed, ReplySeed, WorkspaceSeed } from './seed.ts';
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
  plantMessages(workspace, seed.channels ?? [], idOf);
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

const MINUTE = 60_000;

type IdOf = (handle: string) => string;

/** Oldest first, over all channels, since later messages have greater timestamps. */
function plantMessages(workspace: Workspace, channels: readonly ChannelSeed[], idOf: IdOf): void {
  const now = Date.now();
  const roots = new Map<MessageSeed, Message>();
  const said = channels.flatMap(({ name, messages = [] }) =>
    messages.flatMap((root) => [
      { name, one: root, root: undefined },
      ...(root.replies ?? []).map((one) => ({ name, one, root })),
    ]),
  );
  for (const { name, one, root } of said.toSorted((a, b) => b.one.minutesAgo - a.one.minutesAgo)) {
    const channel = workspace.channels.byName(name);
    if (!channel) continue;
    const message = workspace.messages.plant(
      {
        ...wordsOf(workspace, one),
        channelId: channel.id,
        userId: idOf(one.by),
        threadTs: root && roots.get(root)?.ts,
      },
      now - one.minutesAgo * MINUTE,
    );
    if (!root) roots.set(one, message);
  }
  for (const [{ reactions = {} }, message] of roots) {
    for (const [emoji, people] of Object.entries(reactions)) message.reactions.set(emoji, new Set(people.map(idOf)));
  }
}

function wordsOf(workspace: Workspace, { text }: ReplySeed) {
  return { text: encodeMentions(workspace, text), blocks: [], attachments: [], byApp: false };
}
