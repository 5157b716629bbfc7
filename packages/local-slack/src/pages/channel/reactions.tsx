import { emojiNamed } from '../../emoji.ts';
import type { Message } from '../../workspace/messages.ts';
import type { Viewer } from '../viewer.ts';

/** The reactions below a message; pressing one adds or takes away one's own. */
export function Reactions({ viewer, message }: { viewer: Viewer; message: Message }) {
  const given = [...message.reactions].filter(([, people]) => people.size > 0);
  if (given.length === 0) return null;
  return (
    <div class="reactions">
      {given.map(([name, people]) => {
        const names = [...people].map((id) => viewer.workspace.members.byId(id)?.displayName ?? id).join(', ');
        const isMine = people.has(viewer.member.id);
        return (
          <button
            type="button"
            class="reaction"
            aria-pressed={isMine ? 'true' : 'false'}
            aria-label={`${people.size} ${name} reaction${people.size > 1 ? 's' : ''}`}
            title={`${names} reacted with :${name}:`}
            data-post="react"
            data-emoji={name}
          >
            <span aria-hidden="true">{emojiNamed(name) ?? `:${name}:`}</span> {people.size}
          </button>
        );
      })}
    </div>
  );
}
