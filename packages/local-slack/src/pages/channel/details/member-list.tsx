import { type Channel, isDirect } from '../../../workspace/channels.ts';
import type { Member } from '../../../workspace/members.ts';
import { Avatar } from '../avatar.tsx';
import { ActButton, type OpenProps, Part } from './part.tsx';

export function MemberList({ viewer, channel, isOpen }: OpenProps) {
  const { workspace } = viewer;
  const members = [...channel.members].flatMap((id) => workspace.members.byId(id) ?? []);
  const others = workspace.members.all.filter(({ id, deleted }) => !deleted && !channel.members.has(id));
  return (
    <Part title={`Members (${members.length})`}>
      {isOpen && !isDirect(channel) && others.length > 0 && <InviteForm channel={channel} others={others} />}
      <ul>
        {members.map((member) => (
          <li class="row">
            <Avatar viewer={viewer} member={member} size="tiny" />
            <span>{member.isBot ? member.realName : member.displayName}</span>
            {isOpen && !isDirect(channel) && member !== viewer.member && (
              <ActButton act="remove-member" channel={channel} id={member.id} label={`Remove ${member.realName}`}>
                Remove
              </ActButton>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function InviteForm({ channel, others }: { channel: Channel; others: readonly Member[] }) {
  return (
    <form class="one-line" data-form="invite" data-channel={channel.id}>
      <select class="field" name="member" aria-label="Whom to add">
        {others.map(({ id, realName, isBot }) => (
          <option value={id}>
            {realName}
            {isBot ? ' (app)' : ''}
          </option>
        ))}
      </select>
      <button type="submit" class="button">
        Add
      </button>
    </form>
  );
}
