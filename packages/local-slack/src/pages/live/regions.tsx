import { AppTabs } from '../channel/app-tabs.tsx';
import { BookmarksBar } from '../channel/bookmarks.tsx';
import {
  Beginning,
  ConversationFooter,
  ConversationHeader,
  conversationItems,
  listId,
} from '../channel/conversation.tsx';
import { DetailsContent } from '../channel/details/details.tsx';
import { HomeContent } from '../channel/home.tsx';
import { threadItems, threadListId } from '../channel/thread.tsx';
import { ModalLayer } from '../frame/modal.tsx';
import { Notices } from '../frame/notices.tsx';
import { SidebarLists } from '../frame/sidebar.tsx';
import { Status } from '../frame/status.tsx';
import { TRAFFIC_LIST, trafficItems } from '../inspector/inspector.tsx';
import type { Page } from '../page.ts';
import type { Place } from '../place.ts';
import type { Region } from './region.ts';
import { render } from './render.ts';

/** Everything in a window that changes by itself, as it is now. */
export function regionsOf(page: Page, place: Place): Region[] {
  const { viewer, thread } = place;
  return [
    { id: 'status', html: render(<Status slack={page.slack} viewer={viewer} />) },
    { id: 'sidebar-lists', html: render(<SidebarLists page={page} place={place} />) },
    ...mainRegions(page, place),
    ...(thread ? [{ id: threadListId(thread), items: threadItems(place, thread) }] : []),
    ...(viewer.isInspecting ? [{ id: TRAFFIC_LIST, items: trafficItems({ page, place }) }] : []),
    { id: 'modal-layer', html: render(<ModalLayer viewer={viewer} />) },
    { id: 'notices', html: render(<Notices viewer={viewer} />) },
  ];
}

function mainRegions(page: Page, place: Place): Region[] {
  const { viewer, where } = place;
  if (where === 'home') {
    return [
      { id: 'conversation-header', html: render(<AppTabs page={page} place={place} current="home" />) },
      { id: 'home', html: render(<HomeContent viewer={viewer} />) },
    ];
  }
  return [
    { id: 'conversation-header', html: render(<ConversationHeader page={page} place={place} channel={where} />) },
    { id: 'bookmarks', html: render(<BookmarksBar viewer={viewer} channel={where} />) },
    ...(place.details
      ? [{ id: 'details-content', html: render(<DetailsContent viewer={viewer} channel={where} />) }]
      : []),
    { id: 'beginning', html: render(<Beginning place={place} channel={where} />) },
    { id: listId(where), items: conversationItems(place) },
    { id: 'conversation-footer', html: render(<ConversationFooter place={place} channel={where} />) },
  ];
}
