import { afterEach, describe, expect, it } from '@jest/globals';
import { Cleanup, clientOf, failure, startBolt, startWith } from './start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('the manifest', () => {
  it('decides on scopes, events, commands and shortcuts', async () => {
    const slack = await startWith(cleanup, {
      features: { shortcuts: [{ name: 'Report', type: 'message', callback_id: 'report', description: 'd' }] },
      oauth_config: { scopes: { bot: ['commands', 'channels:history', 'app_mentions:read'] } },
      settings: {
        interactivity: { is_enabled: true },
        event_subscriptions: {
          bot_events: ['message.channels', 'app_mention', 'user_change', 'tokens_revoked', 'app_uninstalled'],
        },
        socket_mode_enabled: true,
      },
    });
    const heard: unknown[] = [];
    await startBolt(cleanup, slack, (app) => {
      app.event(/.*/, async ({ event }) => {
        heard.push(event);
        slack.changes.notify();
      });
      app.shortcut('report', async ({ ack, shortcut }) => {
        await ack();
        heard.push(shortcut);
        slack.changes.notify();
      });
    });
    const ws = slack.workspace();
    const jane = ws.member('jane');
    expect(await failure(clientOf(slack).chat.postMessage({ channel: '#general', text: 't' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
    });
    await expect(jane.command('#general', '/opsknight')).rejects.toThrow('/opsknight is not a valid command');
    await expect(jane.shortcut('Create Incident')).rejects.toThrow('There is no global shortcut');
    expect(() => jane.openHome()).toThrow('no Home tab');

    jane.change({ realName: 'Jane Roe' }); // subscribed, but users:read was not granted
    jane.says('#general', 'nobody hears'); // the bot is not in the channel
    ws.channel('general').inviteBot();
    const said = jane.says('#general', '@other look: a < b');
    await jane.messageShortcut(said, 'Report');
    ws.uninstall();
    await slack.changes.waitFor(
      () => (heard.length >= 5 ? true : undefined),
      () => JSON.stringify(heard),
    );
    const text = `<@${ws.botUserId}> look: a &lt; b`;
    expect(heard).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'message',
          channel: ws.channel('general').id,
          channel_type: 'channel',
          user: jane.id,
          text,
          ts: said.ts,
        }),
        expect.objectContaining({ type: 'app_mention', text }),
        expect.objectContaining({
          type: 'message_action',
          callback_id: 'report',
          message_ts: said.ts,
          channel: { id: ws.channel('general').id, name: 'general' },
          message: expect.objectContaining({ text }),
          response_url: expect.stringContaining('/app/'),
        }),
        expect.objectContaining({ type: 'tokens_revoked', tokens: { oauth: [], bot: [ws.botUserId] } }),
        expect.objectContaining({ type: 'app_uninstalled' }),
      ]),
    );
    expect(heard).toHaveLength(5);
    await expect(jane.messageShortcut(said, 'Report')).rejects.toThrow('the app did not respond');
  });

  it('has to be one', async () => {
    await expect(startWith(cleanup, { features: { slash_commands: [{ command: 'no-slash' }] } })).rejects.toThrow(
      /is not an app manifest/,
    );
  });
});
