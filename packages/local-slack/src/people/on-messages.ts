import type { Channel } from '../workspace/channels.ts';
import type { Member } from '../workspace/members.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';

/* What people do with messages besides what the app offers on them. Each returns why it can't be done, if so. */

export type Refusal = string | undefined;

/** A message in a conversation that still takes changes. */
function open(workspace: Workspace, member: Member, message: Message): Channel | string {
  const channel = workspace.channels.byId(message.channelId);
  if (!channel || !workspace.canSee(member.id, channel) || message.deleted)
    return 'That message is not there any more.';
  return channel.archived ? 'The channel is archived.' : channel;
}

export function toggleReaction(workspace: Workspace, member: Member, message: Message, emoji: string): Refusal {
  const channel = open(workspace, member, message);
  if (typeof channel === 'string') return channel;
  const { messages } = workspace;
  if (!messages.unreact(message, emoji, member.id)) messages.react(message, emoji, member.id);
  return undefined;
}

export function togglePin(workspace: Workspace, member: Member, message: Message): Refusal {
  const channel = open(workspace, member, message);
  if (typeof channel === 'string') return channel;
  if (message.remark) return 'What Slack itself wrote cannot be pinned.';
  if (member.guest === 'single_channel') return 'Guests of one channel cannot pin messages.';
  if (!workspace.pins.remove(message, member.id)) workspace.pins.add(message, member.id);
  return undefined;
}

/** People change only what they wrote themselves. */
export function edit(workspace: Workspace, member: Member, message: Message, text: string): Refusal {
  const channel = open(workspace, member, message);
  if (typeof channel === 'string') return channel;
  if (message.userId !== member.id) return 'Only who wrote a message can change it.';
  workspace.messages.change(message, { text, blocks: [], attachments: [], mentions: [] });
  return undefined;
}

/** One's own; admins delete everybody's. */
export function remove(workspace: Workspace, member: Member, message: Message): Refusal {
  const channel = open(workspace, member, message);
  if (typeof channel === 'string') return channel;
  const isAllowed = message.userId === member.id || member.isAdmin || member.isOwner;
  if (!isAllowed) return 'Only who wrote a message, or an admin, can delete it.';
  workspace.messages.delete(message);
  return undefined;
}
