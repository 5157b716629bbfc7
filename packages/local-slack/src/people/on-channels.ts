import { type BookmarkContent, isWebLink } from '../workspace/bookmarks.ts';
import { type Channel, isDirect } from '../workspace/channels.ts';
import type { Member } from '../workspace/members.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Refusal } from './on-messages.ts';

/* What people do with channels. Each returns why it can't be done, if so. */

function obstacle(member: Member, channel: Channel): Refusal {
  if (!channel.members.has(member.id)) return `You are not in #${channel.name}.`;
  if (channel.archived) return `#${channel.name} is archived.`;
  if (isDirect(channel)) return 'That works in channels only.';
  return member.guest === undefined ? undefined : 'Guests cannot do that.';
}

const isAdmin = (member: Member) => member.isAdmin || member.isOwner;

export function setTopic(workspace: Workspace, member: Member, channel: Channel, topic: string): Refusal {
  const refusal = obstacle(member, channel);
  if (refusal !== undefined) return refusal;
  if (topic.length > 250) return 'A topic has at most 250 characters.';
  workspace.channels.setNote(channel, 'topic', topic, member.id);
  return undefined;
}

export function join(workspace: Workspace, member: Member, channel: Channel): Refusal {
  if (!workspace.canSee(member.id, channel) || channel.kind !== 'public')
    return 'That channel is joined by invitation.';
  if (channel.archived) return `#${channel.name} is archived.`;
  workspace.channels.join(channel, member.id);
  return undefined;
}

/** The app's bot may be invited like anybody else. */
export function invite(workspace: Workspace, member: Member, channel: Channel, guest: Member): Refusal {
  const refusal = obstacle(member, channel);
  if (refusal !== undefined) return refusal;
  if (guest.deleted) return `${guest.realName} is deactivated.`;
  if (channel.members.has(guest.id)) return `${guest.realName} is in #${channel.name} already.`;
  workspace.channels.join(channel, guest.id, member.id);
  return undefined;
}

export function leave(workspace: Workspace, member: Member, channel: Channel): Refusal {
  if (channel.name === 'general') return 'Nobody leaves #general.';
  if (isDirect(channel) || !channel.members.has(member.id)) return 'You are not in that channel.';
  workspace.channels.leave(channel, member.id);
  return undefined;
}

/** Who made a channel may remove people from it, and so may admins. */
export function remove(workspace: Workspace, member: Member, channel: Channel, other: Member): Refusal {
  const refusal = obstacle(member, channel);
  if (refusal !== undefined) return refusal;
  if (channel.name === 'general') return 'Nobody is removed from #general.';
  if (!isAdmin(member) && channel.creator !== member.id) return 'Only who made the channel, or an admin, can do that.';
  workspace.channels.leave(channel, other.id, member.id);
  return undefined;
}

export function archive(workspace: Workspace, member: Member, channel: Channel): Refusal {
  const refusal = obstacle(member, channel);
  if (refusal !== undefined) return refusal;
  if (channel.name === 'general') return '#general cannot be archived.';
  workspace.channels.archive(channel, member.id);
  return undefined;
}

export function unarchive(workspace: Workspace, member: Member, channel: Channel): Refusal {
  if (!channel.archived) return `#${channel.name} is not archived.`;
  if (member.guest !== undefined) return 'Guests cannot do that.';
  workspace.channels.unarchive(channel, member.id);
  return undefined;
}

export function addBookmark(workspace: Workspace, member: Member, channel: Channel, content: BookmarkContent): Refusal {
  const refusal = obstacle(member, channel);
  if (refusal !== undefined) return refusal;
  if (content.title.trim() === '') return 'A bookmark needs a title.';
  if (!isWebLink(content.link)) return 'A bookmark needs a link that begins with http:// or https://.';
  workspace.bookmarks.add(channel.id, content, member.id, false);
  return undefined;
}

export function removeBookmark(workspace: Workspace, member: Member, channel: Channel, id: string): Refusal {
  const refusal = obstacle(member, channel);
  if (refusal !== undefined) return refusal;
  const bookmark = workspace.bookmarks.of(channel.id).find((one) => one.id === id);
  if (bookmark) workspace.bookmarks.remove(bookmark);
  return undefined;
}

/** A conversation of certain people; the app can be one of them. */
export function openGroup(workspace: Workspace, member: Member, others: readonly Member[]): Channel {
  const people = [member, ...others];
  return workspace.channels.openGroup(
    new Set(people.map(({ id }) => id)),
    member.id,
    people.map(({ name }) => name),
  );
}
