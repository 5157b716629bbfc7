import { type Channel, isDirect } from '../workspace/channels.ts';
import type { Member } from '../workspace/members.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface Unread {
  count: number;
  /** How many of them call the person by name, or are direct messages. */
  mentions: number;
}

/** What stands in a conversation itself: replies only where they were sent to the channel as well. */
export function topLevel(workspace: Workspace, channel: Channel): Message[] {
  return workspace.messages
    .inChannel(channel.id)
    .filter(({ threadTs, broadcast }) => threadTs === undefined || broadcast);
}

/** How far everybody has read. */
export class ReadMarks {
  readonly #marks = new Map<string, string>();

  /** The ts of the newest message that the person has seen; undefined when it is none. */
  of(member: Member, channel: Channel): string | undefined {
    return this.#marks.get(`${member.id} ${channel.id}`);
  }

  /** The person has seen everything; false when there was nothing new. */
  read(workspace: Workspace, member: Member, channel: Channel): boolean {
    const newest = topLevel(workspace, channel).at(-1)?.ts;
    if (newest === undefined || newest === this.of(member, channel)) return false;
    this.#marks.set(`${member.id} ${channel.id}`, newest);
    return true;
  }

  unread(workspace: Workspace, member: Member, channel: Channel): Unread {
    const mark = this.of(member, channel) ?? '';
    const fresh = topLevel(workspace, channel).filter(
      ({ ts, userId, remark }) => ts > mark && userId !== member.id && !remark,
    );
    const groups = new Set(
      workspace.userGroups.all.filter(({ users }) => users.includes(member.id)).map(({ id }) => id),
    );
    const calls = (message: Message) =>
      isDirect(channel) ||
      message.mentions.some(
        ({ kind, id = '' }) =>
          (kind === 'user' && id === member.id) || (kind === 'group' ? groups.has(id) : kind !== 'user'),
      );
    return { count: fresh.length, mentions: fresh.filter(calls).length };
  }
}
