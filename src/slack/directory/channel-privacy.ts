import type { Channel } from './store.ts';

/*
 * What is private, and who may see it. Private stays private: nothing that happens to a channel, and nothing that the app
 * fails to hear of, makes it public, except Slack itself saying so.
 */

/** How a channel came to be out of the app's sight. */
export type Loss =
  /** Slack has said that it was deleted. */
  | 'deleted'
  /** Slack shows it no longer, and does not say why. */
  | 'unseen';

/**
 * A channel that Slack does not show to the app any more, as it is kept. A public one that was out of sight without a word may
 * have been made private, so it counts as private from then on.
 */
export function lost(channel: Channel, how: Loss): Channel {
  return { ...channel, isGone: true, isMember: false, isPrivate: channel.isPrivate || how === 'unseen' };
}

/** A channel of which nothing but its id is known. Slack lists all public channels to the app, so it is none of those. */
export function unknownChannel(connectionId: number, id: string): Channel {
  return { connectionId, id, name: id, isPrivate: true, isArchived: false, isMember: false, isGone: true };
}

/** The app can't see any more who is in the channel: whoever was in it last is all that is known. */
export function isOutOfSight({ isGone, isArchived, isMember }: Channel): boolean {
  return isGone || isArchived || !isMember;
}

/** What is known of the channel that an incident belongs to. */
export interface KnownHome {
  /** Null: no channel is known that is called as the settings name it. */
  channelId: string | null;
  channel: Channel | null;
  /** Slack has listed all channels that it shows to the app. */
  isListed: boolean;
}

/**
 * Whether an incident is for the members of a channel only. Before Slack has listed the channels nobody knows, so it is. A name
 * that no channel bears after that is a slip in the settings, or a private channel that the app was never in: nothing has been
 * posted there, and the fallback channel takes the incident.
 */
export function isPrivateHome({ channelId, channel, isListed }: KnownHome): boolean {
  if (channelId === null) return !isListed;
  return channel?.isPrivate ?? true;
}

/** Whether somebody may see the incidents of a channel. */
export function maySee(channel: Channel, person: { isMember: boolean; isAdmin: boolean }): boolean {
  if (!channel.isPrivate || person.isMember) return true;
  return person.isAdmin && isOutOfSight(channel);
}

/**
 * The channel that a name of the settings means; null for none.
 * @param called the channel that is called so now, if Slack shows one to the app
 * @param before the private channel that the name has meant so far: another one of the same name, which anybody in the
 *   workspace can make, takes its place only if it is private, too.
 */
export function meantBy(called: Channel | null, before: Channel | null): Channel | null {
  if (called?.isPrivate) return called;
  return before?.isPrivate ? before : called;
}
