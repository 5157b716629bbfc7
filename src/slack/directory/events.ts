import type { App } from '@slack/bolt';
import type { SubscriptionActions } from '../actions/subscription-actions.ts';
import type { ChannelAccess } from './channel-access.ts';
import type { ChannelDirectory } from './channels.ts';
import type { Membership } from './membership.ts';
import type { PeopleDirectory } from './people.ts';

interface Directories {
  channels: ChannelDirectory;
  membership: Membership;
  people: PeopleDirectory;
  access: Pick<ChannelAccess, 'verifyChannel'>;
  subscriptions: Pick<SubscriptionActions, 'putOutOf'>;
  /** Somebody is in a channel, and it is known that they are. */
  onJoined(channelId: string, slackUserId: string): Promise<void>;
}

/**
 * What is known of channels and people stays true without reading it again. Slack is asked for the channel itself: events are
 * not ordered.
 */
export function keepDirectories(app: App, directories: Directories): void {
  const { channels, membership, people, access, subscriptions, onJoined } = directories;
  for (const type of ['channel_archive', 'channel_unarchive', 'group_archive', 'group_unarchive'] as const) {
    app.event(type, async ({ event }) => {
      await channels.refreshOne(event.channel);
      await access.verifyChannel(event.channel);
    });
  }
  for (const type of ['channel_deleted', 'group_deleted'] as const) {
    app.event(type, async ({ event }) => {
      await channels.deleted(event.channel);
      await access.verifyChannel(event.channel);
    });
  }
  // The bot itself was removed, or put out by archiving; of others it hears by member_left_channel.
  for (const type of ['channel_left', 'group_left'] as const) {
    app.event(type, async ({ event }) => {
      await channels.refreshOne(event.channel);
      await subscriptions.putOutOf(event.channel);
      await access.verifyChannel(event.channel);
    });
  }
  for (const type of ['channel_created', 'channel_rename', 'group_rename'] as const) {
    app.event(type, async ({ event }) => channels.refreshOne(event.channel.id));
  }

  // Who may see the incidents of a private channel; and for the bot itself, where it can post.
  app.event('member_joined_channel', async ({ event, context }) => {
    const known = await channels.byId(event.channel);
    const isNews = event.user === context.botUserId || known === null || known.isGone;
    if (isNews) await channels.refreshOne(event.channel);
    await membership.joined(event.channel);
    await onJoined(event.channel, event.user);
  });
  app.event('member_left_channel', async ({ event }) => membership.left(event.channel, event.user));

  for (const type of ['user_change', 'team_join'] as const) {
    app.event(type, async ({ event }) => people.learn([event.user]));
  }
}
