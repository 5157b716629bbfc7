import { InspectorLink } from '../inspector/link.tsx';
import type { Page } from '../page.ts';
import type { Place } from '../place.ts';
import { Avatar } from './avatar.tsx';

interface AppTabsProps {
  page: Page;
  place: Place;
  current: 'home' | 'messages';
}

/** The app's own place: its Home tab and its direct messages. */
export function AppTabs({ page, place, current }: AppTabsProps) {
  const { viewer } = place;
  const { workspace, member } = viewer;
  const { app_home: tabs } = workspace.app.manifest.features;
  const dm = workspace.channels.dmWith(member.id);
  const unread = current === 'messages' ? 0 : page.marks.unread(workspace, member, dm).count;
  return (
    <header id="conversation-header" class="conversation-header app-header">
      <h1>
        <Avatar viewer={viewer} member={workspace.members.byId(workspace.botUserId)} size="small" />
        {workspace.app.manifest.display_information.name}
        <span class="badge">App</span>
      </h1>
      <InspectorLink place={place} />
      <nav class="tabs" aria-label={workspace.app.manifest.display_information.name}>
        {tabs.home_tab_enabled && (
          <a href={viewer.addressOf('home')} aria-current={current === 'home' ? 'page' : undefined}>
            Home
          </a>
        )}
        {tabs.messages_tab_enabled && (
          <a href={viewer.addressOf(dm)} aria-current={current === 'messages' ? 'page' : undefined}>
            Messages
            {unread > 0 && <span class="count">{unread}</span>}
          </a>
        )}
      </nav>
    </header>
  );
}
