import type { App } from '@slack/bolt';
import type { Parts } from '../parts.ts';

/** Who may see the incidents of a private channel; and for the bot itself, where it can post. */
export function register(app: App, { channels, membership }: Parts): void {
  for (const type of ['member_joined_channel', 'member_left_channel'] as const) {
    app.event(type, async ({ event, context }) => {
      membership.forget(event.channel);
      if (event.user === context.botUserId) await channels.refreshOne(event.channel);
    });
  }
}
