import type { Channel } from '../../workspace/channels.ts';
import { Avatar } from '../channel/avatar.tsx';
import { ICONS, nameOf } from '../channel/name.ts';
import type { Page } from '../page.ts';
import { channelsOf, directsOf, type Place } from '../place.ts';
import type { Unread } from '../read-marks.ts';
import { Icon } from './icon.tsx';
import { NewMessageForm } from './new-message-form.tsx';
import { PanelCard } from './panel.tsx';
import { Switcher } from './switcher.tsx';

const NONE: Unread = { count: 0, mentions: 0 };

interface SidebarProps {
  page: Page;
  place: Place;
}

export function Sidebar({ page, place }: SidebarProps) {
  const { viewer } = place;
  return (
    <nav class="sidebar" aria-label="Workspace">
      <header class="sidebar-header">
        <span class="workspace-mark" aria-hidden="true">
          {viewer.workspace.name.charAt(0)}
        </span>
        <b>{viewer.workspace.name}</b>
      </header>
      <SidebarLists page={page} place={place} />
      <NewMessageForm viewer={viewer} />
      {page.panel && <PanelCard panel={page.panel} />}
      <Switcher viewer={viewer} where={place.where} />
    </nav>
  );
}

/** The part of the sidebar that changes by itself. */
export function SidebarLists({ page, place }: SidebarProps) {
  const { workspace, member } = place.viewer;
  const directs = directsOf(workspace, member.id);
  return (
    <div id="sidebar-lists" class="sidebar-lists">
      <h2>Channels</h2>
      <ul>
        {channelsOf(workspace, member.id).map((channel) => (
          <li>
            <ChannelLink page={page} place={place} channel={channel} />
          </li>
        ))}
      </ul>
      {directs.length > 0 && <h2>Direct messages</h2>}
      <ul>
        {directs.map((channel) => (
          <li>
            <ChannelLink page={page} place={place} channel={channel} />
          </li>
        ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <AppLink page={page} place={place} />
        </li>
      </ul>
    </div>
  );
}

function ChannelLink({ page, place, channel }: SidebarProps & { channel: Channel }) {
  const { workspace, member } = place.viewer;
  const isCurrent = place.where !== 'home' && place.where.id === channel.id;
  const unread = isCurrent ? NONE : page.marks.unread(workspace, member, channel);
  return (
    <a
      id={`link-${channel.id}`}
      class={unread.count > 0 ? 'sidebar-link unread' : 'sidebar-link'}
      href={place.viewer.addressOf(channel)}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={nameOf(place.viewer, channel)}
      aria-description={newsIn(unread)}
    >
      <Icon name={ICONS[channel.kind]} />
      <span>{nameOf(place.viewer, channel)}</span>
      {unread.mentions > 0 && <span class="count">{unread.mentions}</span>}
    </a>
  );
}

function AppLink({ page, place }: SidebarProps) {
  const { workspace, member } = place.viewer;
  const dm = workspace.channels.dmWith(member.id);
  const isCurrent = place.where === 'home' || place.where.id === dm.id;
  const unread = isCurrent && place.where !== 'home' ? NONE : page.marks.unread(workspace, member, dm);
  const { name } = workspace.app.manifest.display_information;
  const { home_tab_enabled: hasHome } = workspace.app.manifest.features.app_home;
  return (
    <a
      id="link-app"
      class={unread.count > 0 ? 'sidebar-link unread' : 'sidebar-link'}
      href={place.viewer.addressOf(hasHome && unread.count === 0 ? 'home' : dm)}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={name}
      aria-description={newsIn(unread)}
    >
      <Avatar viewer={place.viewer} member={workspace.members.byId(workspace.botUserId)} size="tiny" />
      <span>{name}</span>
      {unread.count > 0 && <span class="count">{unread.count}</span>}
    </a>
  );
}

/** Said after the name, so that the name stays the same whether or not there is news. */
function newsIn({ count, mentions }: Unread): string | undefined {
  if (count === 0) return undefined;
  return mentions === 0 ? `${count} unread` : `${count} unread, ${mentions} for you`;
}
