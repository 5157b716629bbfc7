import type { App } from '@slack/bolt';
import { askForIncident } from '../create-incident.ts';
import type { Parts } from '../parts.ts';

export function register(app: App, parts: Parts): void {
  app.shortcut('create_incident', async ({ ack, shortcut }) => {
    await ack();
    const asker = { slackUserId: shortcut.user.id, respond: undefined };
    await askForIncident(parts, asker, { triggerId: shortcut.trigger_id, title: '' });
  });
}
