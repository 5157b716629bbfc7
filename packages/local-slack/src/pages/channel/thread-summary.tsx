import type { Message } from '../../workspace/messages.ts';
import { formatDate } from '../text/dates.ts';
import type { Viewer } from '../viewer.ts';
import { Avatar } from './avatar.tsx';

const FACES = 4;

export function repliesLabel(count: number): string {
  return count === 1 ? '1 reply' : `${count} replies`;
}

/** The line below a message that has a thread. */
export function ThreadSummary({ viewer, message }: { viewer: Viewer; message: Message }) {
  const channel = viewer.workspace.channels.byId(message.channelId);
  const replies = viewer.workspace.messages.repliesTo(message);
  const last = replies.at(-1);
  if (!channel || !last) return null;
  const people = [...new Set(replies.map(({ userId }) => userId))].slice(0, FACES);
  return (
    <a class="thread-summary" href={viewer.addressOf(channel, { thread: message.ts })}>
      <span class="faces">
        {people.map((id) => (
          <Avatar viewer={viewer} member={viewer.workspace.members.byId(id)} size="tiny" />
        ))}
      </span>
      <b>{repliesLabel(replies.length)}</b>
      <span class="quiet">Last reply {formatDate(Number(last.ts), '{ago}', viewer.member.tz)}</span>
    </a>
  );
}
