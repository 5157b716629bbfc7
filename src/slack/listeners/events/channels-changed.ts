import type { App } from '@slack/bolt';
import type { Parts } from '../parts.ts';

/** The list of channels stays true without reading it again. Slack is asked for the channel itself: events are not ordered. */
export function register(app: App, { channels }: Parts): void {
  for (const type of ['channel_archive', 'channel_unarchive', 'group_archive', 'group_unarchive'] as const) {
    app.event(type, async ({ event }) => channels.refreshOne(event.channel));
  }
  for (const type of ['channel_deleted', 'group_deleted'] as const) {
    app.event(type, async ({ event }) => channels.deleted(event.channel));
  }
  // The bot itself was removed, or put out by archiving; of others it hears by member_left_channel.
  for (const type of ['channel_left', 'group_left'] as const) {
    app.event(type, async ({ event }) => channels.refreshOne(event.channel));
  }
  for (const type of ['channel_created', 'channel_rename', 'group_rename'] as const) {
    app.event(type, async ({ event }) => channels.refreshOne(event.channel.id));
  }
}
