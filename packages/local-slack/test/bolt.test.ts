import { afterEach, describe, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import { Cleanup, clientOf, start, startBolt } from './start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const button = (id: string, label: string) => ({
  type: 'button' as const,
  action_id: id,
  text: text(label),
  value: '1',
});

const card = (buttons: ReturnType<typeof button>[], status: string) => ({
  text: 'HIGH: Database Connection Timeout',
  attachments: [
    {
      color: '#e01e5a',
      fallback: 'Database Connection Timeout',
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn' as const, text: `*Database Connection Timeout*\nStatus: ${status}` },
        },
        {
          type: 'actions',
          elements: [
            ...buttons,
            {
              type: 'static_select',
              action_id: 'snooze',
              placeholder: text('Snooze'),
              options: [
                { text: text('15 minutes'), value: '15' },
                { text: text('30 minutes'), value: '30' },
              ],
            },
          ],
        },
      ],
    },
  ],
});

const resolveModal = {
  type: 'modal' as const,
  callback_id: 'resolve_modal',
  title: text('Resolve INC-1'),
  submit: text('Resolve'),
  close: text('Cancel'),
  notify_on_close: true,
  private_metadata: 'INC-1',
  blocks: [
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: text('Resolution note'),
      element: { type: 'plain_text_input', action_id: 'note', multiline: true },
    },
    {
      type: 'input',
      block_id: 'urgency',
      label: text('Urgency'),
      element: {
        type: 'static_select',
        action_id: 'urgency',
        options: [
          { text: text('HIGH'), value: 'h' },
          { text: text('LOW'), value: 'l' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: text('When'),
      element: { type: 'datetimepicker', action_id: 'when' },
    },
  ],
};

describe('a real Bolt app at the local Slack', () => {
  it('sees clicks with the whole message, and people see what it changes', async () => {
    const slack = await start(cleanup);
    const bodies: unknown[] = [];
    await startBolt(cleanup, slack, (app) => {
      app.action('ack', async ({ ack, body, client }) => {
        await ack();
        bodies.push(body);
        if (body.type !== 'block_actions' || !body.message || !body.channel) throw new Error('not a message click');
        const done = card([button('ack', 'Acknowledged ✓'), button('resolve', 'Resolve')], 'Acknowledged');
        await client.chat.update({ channel: body.channel.id, ts: body.message.ts, ...done });
        await client.chat.postMessage({
          channel: body.channel.id,
          thread_ts: body.message.ts,
          text: `✅ Acknowledged by <@${body.user.id}>`,
        });
      });
    });
    const ws = slack.workspace();
    const jane = ws.member('jane');
    await clientOf(slack).chat.postMessage({
      channel: '#incidents',
      ...card([button('ack', 'Acknowledge'), button('resolve', 'Resolve')], 'Open'),
      metadata: { event_type: 'delivery', event_payload: { id: 'd1' } },
    });

    const shown = await ws.channel('#incidents').waitForMessage('Database Connection Timeout');
    expect(shown.visible()).toMatchObject({ buttons: ['Acknowledge', 'Resolve'], color: '#e01e5a' });
    await jane.click(shown, 'Acknowledge');
    await shown.becomes({ buttons: ['Acknowledged ✓', 'Resolve'], text: /Status: Acknowledged/, selects: ['Snooze'] });
    expect((await shown.waitForReply(/Acknowledged by/)).visible().text).toBe('✅ Acknowledged by @jane');

    expect(bodies[0]).toMatchObject({
      type: 'block_actions',
      user: { id: jane.id, username: 'jane', name: 'jane', team_id: ws.teamId },
      api_app_id: expect.stringMatching(/^A/),
      container: { type: 'message_attachment', message_ts: shown.ts, attachment_id: 1, is_ephemeral: false },
      team: { id: ws.teamId, domain: 'acme' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: ws.channel('incidents').id, name: 'incidents' },
      message: {
        ts: shown.ts,
        metadata: { event_type: 'delivery', event_payload: { id: 'd1' } },
        attachments: [{ color: 'e01e5a' }],
      },
      state: { values: expect.anything() },
      response_url: expect.stringContaining('/actions/'),
      actions: [{ action_id: 'ack', type: 'button', value: '1', text: { text: 'Acknowledge' } }],
    });
  });

  it('opens modals, refuses and takes what is entered, and hears of closing', async () => {
    const slack = await start(cleanup);
    const heard: unknown[] = [];
    await startBolt(cleanup, slack, (app: App) => {
      app.action('resolve', async ({ ack, body, client }) => {
        await ack();
        if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: resolveModal });
      });
      app.view('resolve_modal', async ({ ack, view }) => {
        const note = view.state.values.note?.note?.value;
        heard.push(view.state.values);
        if (note === 'no') await ack({ response_action: 'errors', errors: { note: 'Say more' } });
        else await ack();
      });
      app.view({ callback_id: 'resolve_modal', type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        heard.push(body.type);
        slack.changes.notify();
      });
    });
    const ws = slack.workspace();
    const jane = ws.member('jane');
    await clientOf(slack).chat.postMessage({ channel: '#incidents', ...card([button('resolve', 'Resolve')], 'Open') });
    const shown = await ws.channel('#incidents').waitForMessage('Database');

    await jane.click(shown, 'Resolve');
    const modal = await jane.seesModal('Resolve INC-1');
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()).toEqual({ Urgency: 'Please complete this required field.' });
    await modal.choose('Urgency', 'HIGH');
    await modal.fill('Resolution note', 'no');
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()).toEqual({ 'Resolution note': 'Say more' });
    await modal.fill('Resolution note', 'Restarted the pool');
    await modal.pickDateTime('When', 1_700_000_000);
    expect(await modal.submit()).toBe('closed');
    expect(modal.isOpen).toBe(false);
    expect(heard[1]).toEqual({
      note: { note: { type: 'plain_text_input', value: 'Restarted the pool' } },
      urgency: { urgency: { type: 'static_select', selected_option: expect.objectContaining({ value: 'h' }) } },
      when: { when: { type: 'datetimepicker', selected_date_time: 1_700_000_000 } },
    });

    await jane.click(shown, 'Resolve');
    (await jane.seesModal('Resolve INC-1')).close();
    await slack.changes.waitFor(
      () => (heard.includes('view_closed') ? true : undefined),
      () => 'no view_closed',
    );
  });

  it('answers commands and shortcuts, and publishes the Home tab', async () => {
    const slack = await start(cleanup);
    const commands: unknown[] = [];
    await startBolt(cleanup, slack, (app) => {
      app.command('/opsknight', async ({ ack, command, respond }) => {
        commands.push(command);
        await ack('3 open incidents');
        await respond({ text: 'and one more', response_type: 'in_channel' });
      });
      app.shortcut('create_incident', async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({
          trigger_id: shortcut.trigger_id,
          view: { ...resolveModal, title: text('Create Incident') },
        });
      });
      app.event('app_home_opened', async ({ event, client }) => {
        const blocks = [{ type: 'section', text: { type: 'mrkdwn' as const, text: `Hello <@${event.user}>` } }];
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
    });
    const ws = slack.workspace();
    const bob = ws.member('bob');

    await bob.command('#incidents', '/opsknight create for @jane in #incidents & <more>');
    expect((await bob.seesEphemeral(/open incidents/)).isEphemeral).toBe(true);
    await ws.channel('#incidents').waitForMessage('and one more');
    expect(commands[0]).toMatchObject({
      command: '/opsknight',
      text: `create for <@${ws.member('jane').id}|jane> in <#${ws.channel('incidents').id}|incidents> &amp; &lt;more&gt;`,
      team_domain: 'acme',
      channel_name: 'incidents',
      user_name: 'bob',
      is_enterprise_install: 'false',
    });

    await bob.shortcut('Create Incident');
    await bob.seesModal('Create Incident');

    bob.openHome();
    await bob.home().waitForText('Hello @bob');
  });
});
