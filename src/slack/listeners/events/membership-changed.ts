import type { App } from '@slack/bolt';
import type { Parts } from '../parts.ts';

/**
 * Who may see the incidents of a private channel; and for the bot itself, where it can post. Of its own leaving it hears by
 * channel_left and group_left.
 */
export function register(app: App, { channels, membership }: Parts): void {
  app.event('member_joined_channel', async ({ event, context }) => {
    const known = await channels.byId(event.channel);
    const isNews = event.user === context.botUserId || known === null || known.isGone;
    if (isNews) await channels.refreshOne(event.channel);
    await membership.joined(event.channel);
  });
  app.event('member_left_channel', async ({ event }) => membership.left(event.channel, event.user));
}
