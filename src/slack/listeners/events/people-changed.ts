import type { App } from '@slack/bolt';
import type { Parts } from '../parts.ts';

/** Names, e-mail addresses, guests and deactivations stay fresh without asking Slack for them. */
export function register(app: App, { people }: Parts): void {
  app.event('user_change', async ({ event }) => people.learn([event.user]));
  app.event('team_join', async ({ event }) => people.learn([event.user]));
}
