import type { Page } from './page.ts';
import type { Place } from './place.ts';

/**
 * A window comes to a place: the app hears that its tab was opened, and the line above what is new stays where it is while
 * the window is here.
 */
export function arrive({ marks }: Page, place: Place): Place {
  const { viewer, where } = place;
  const { interactions } = viewer.handle;
  if (where === 'home') interactions.openTab(viewer.member, 'home');
  else if (viewer.workspace.channels.isWithApp(where)) interactions.openTab(viewer.member, 'messages');
  if (where === 'home' || marks.unread(viewer.workspace, viewer.member, where).count === 0) return place;
  return { ...place, readUpTo: marks.of(viewer.member, where) };
}

/** Where a window hears of everything that is new at its place. */
export function newsAddress({ viewer, where, thread, show, readUpTo, details }: Place): string {
  const query = new URLSearchParams(viewer.addressOf(where, { thread: thread?.ts, show, details }).split('?')[1]);
  query.set('window', viewer.windowId);
  if (readUpTo !== undefined) query.set('readUpTo', readUpTo);
  return `/client/${viewer.workspace.teamId}/${where === 'home' ? 'home' : where.id}/news?${query}`;
}
