import type { App } from '@slack/bolt';
import { showHome } from '../interaction.ts';
import type { Parts } from '../parts.ts';
import { seeingRefused } from '../seeing.ts';

export function register(app: App, parts: Parts): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const refusal = await seeingRefused(parts, event.user);
    if (!refusal) return showHome(parts, event.user);
    const view = { type: 'home' as const, blocks: refusal.blocks ?? [] };
    await parts.interactive.views.publish({ user_id: event.user, view });
  });
}
