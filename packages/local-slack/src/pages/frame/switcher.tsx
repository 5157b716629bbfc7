import type { Channel } from '../../workspace/channels.ts';
import type { Member } from '../../workspace/members.ts';
import { Avatar } from '../channel/avatar.tsx';
import { actors, type Viewer } from '../viewer.ts';
import { Icon } from './icon.tsx';
import { Popup } from './popup.tsx';

interface SwitcherProps {
  viewer: Viewer;
  where: Channel | 'home';
}

const zoneName = (member: Member) => member.tz.split('/').at(-1)?.replaceAll('_', ' ') ?? member.tz;

function role(member: Member): string {
  if (member.isStranger) return 'other organization';
  if (member.guest) return 'guest';
  return member.isAdmin || member.isOwner ? 'admin' : 'member';
}

/** Who this window acts as, and how to become somebody else. */
export function Switcher({ viewer, where }: SwitcherProps) {
  return (
    <div class="switcher">
      <button
        type="button"
        class="switcher-button"
        popovertarget="switcher-list"
        aria-haspopup="menu"
        aria-label={`Acting as ${viewer.member.realName}. Switch`}
      >
        <Avatar viewer={viewer} member={viewer.member} size="small" />
        <span>
          <b>{viewer.member.realName}</b>
          <small>Acting as @{viewer.member.name}</small>
        </span>
        <Icon name="down" />
      </button>
      <Popup id="switcher-list" label="Act as" role="menu">
        <p class="popup-group" role="presentation">
          Act as. Open two windows to be two people at once.
        </p>
        {actors(viewer.workspace).map((member) => (
          <Actor viewer={viewer} member={member} where={where} />
        ))}
      </Popup>
    </div>
  );
}

function Actor({ viewer, member, where }: SwitcherProps & { member: Member }) {
  const isVisible =
    where === 'home' || (where.kind !== 'im' && where.kind !== 'mpim' && viewer.workspace.canSee(member.id, where));
  const href = isVisible ? viewer.addressOf(where, { as: member.name }) : `/?as=${member.name}`;
  return (
    <div class="actor" role="presentation">
      <a
        role="menuitem"
        class="popup-item"
        tabindex={-1}
        href={href}
        aria-current={member === viewer.member ? 'true' : undefined}
      >
        <Avatar viewer={viewer} member={member} size="small" />
        <span>
          {member.realName}
          <small>
            @{member.name} · {role(member)} · {zoneName(member)}
          </small>
        </span>
      </a>
      <a
        role="menuitem"
        class="tool"
        tabindex={-1}
        href={href}
        target="_blank"
        rel="noopener"
        aria-label={`Open a window as ${member.realName}`}
        title={`Open a window as ${member.realName}`}
      >
        <Icon name="window" />
      </a>
    </div>
  );
}
