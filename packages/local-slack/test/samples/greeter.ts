import type { App } from '@slack/bolt';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });

/** A first app: it greets, answers a command, asks in a modal, and has a Home tab. Nothing in it knows of a local Slack. */
export function registerGreeter(app: App): void {
  app.message(/\bhello\b/i, async ({ message, say }) => {
    if (message.subtype !== undefined) return;
    const welcome = `Hey there <@${message.user}>!`;
    await say({
      text: welcome,
      blocks: [
        {
          type: 'section',
          text: mrkdwn(welcome),
          accessory: { type: 'button', text: plain('Wave back'), action_id: 'wave' },
        },
      ],
    });
  });

  app.action('wave', async ({ ack, body, respond }) => {
    await ack();
    await respond({ replace_original: false, response_type: 'in_channel', text: `<@${body.user.id}> waved :wave:` });
  });

  app.command('/echo', async ({ ack, command, respond }) => {
    await ack();
    await respond(`You said: ${command.text}`);
  });

  app.shortcut('tell', async ({ ack, client, shortcut }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'tell',
        title: plain('Tell somebody'),
        submit: plain('Send'),
        blocks: [
          {
            type: 'input',
            block_id: 'who',
            label: plain('Who'),
            element: { type: 'users_select', action_id: 'value' },
          },
          {
            type: 'input',
            block_id: 'what',
            label: plain('What'),
            element: { type: 'plain_text_input', action_id: 'value', multiline: true },
          },
        ],
      },
    });
  });

  app.view('tell', async ({ ack, body, client, view }) => {
    await ack();
    const who = view.state.values.who?.value?.selected_user ?? '';
    await client.chat.postMessage({
      channel: who,
      text: `<@${body.user.id}> says: ${view.state.values.what?.value?.value}`,
    });
  });

  app.event('app_home_opened', async ({ client, event }) => {
    if (event.tab !== 'home') return;
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'section', text: mrkdwn(`*Welcome home, <@${event.user}>* :house:`) }] },
    });
  });
}
