import type { App } from '@slack/bolt';
import { showHome } from '../interaction.ts';
import type { Parts } from '../parts.ts';

export function register(app: App, parts: Parts): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome(parts, event.user);
  });
}
