import { fileURLToPath } from 'node:url';
import type { App, BlockAction, BlockElementAction } from '@slack/bolt';
import { askModal, card, closeModal, doneModal, explainModal, mrkdwn } from './views.ts';

export const PAGER_MANIFEST = fileURLToPath(new URL('manifest.yml', import.meta.url));

/** What the app has heard, for tests to look at. */
export interface Heard {
  closed: unknown[];
  pressed: string[];
}

/** A real Bolt app that answers to everything that its card, its modals and its Home tab offer. */
export function listen(app: App, heard: Heard): void {
  app.action<BlockAction>(/.*/, async ({ ack, action }) => {
    await ack();
    heard.pressed.push(describeAction(action));
  });
  cardActions(app);
  modals(app, heard);
  app.command('/pager', async ({ ack, command }) => {
    await ack(command.text === '' ? 'Jane is on call.' : `You said: ${command.text}`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const greeting = { type: 'section' as const, text: mrkdwn(`Good morning, <@${event.user}>`) };
    const actions = {
      type: 'actions' as const,
      elements: [{ type: 'button' as const, action_id: 'wave', text: { type: 'plain_text' as const, text: 'Wave' } }],
    };
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [greeting, actions] } });
  });
}

/** `pause 1 hour`, `assign U123` */
function describeAction(action: BlockElementAction): string {
  const { action_id: id } = action;
  if (action.type === 'static_select') return `${id} ${action.selected_option.value}`;
  if (action.type === 'users_select') return `${id} ${action.selected_user}`;
  return id;
}

function cardActions(app: App): void {
  app.action('take', async ({ body, client }) => {
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    const { ts } = body.message;
    await client.chat.update({ channel: body.channel.id, ts, ...card('Taken') });
    await client.chat.postMessage({ channel: body.channel.id, thread_ts: ts, text: `✅ Taken by <@${body.user.id}>` });
  });
  app.action('drop', async ({ body, client }) => {
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    await client.chat.delete({ channel: body.channel.id, ts: body.message.ts });
  });
  app.action('close', async ({ body, client }) => {
    if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: closeModal });
  });
  app.action('explain', async ({ body, client }) => {
    if (body.type === 'block_actions') await client.views.push({ trigger_id: body.trigger_id, view: explainModal });
  });
}

function modals(app: App, heard: Heard): void {
  app.view('close', async ({ ack, view }) => {
    const note = view.state.values.note?.note?.value;
    if (note === 'no') {
      await ack({ response_action: 'errors', errors: { note: 'Say more than that.' } });
      return;
    }
    heard.closed.push(view.state.values);
    await ack();
  });
  app.view('page', async ({ ack }) => {
    await ack({ response_action: 'update', view: doneModal });
  });
  app.shortcut('page', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: askModal });
  });
  app.shortcut('escalate', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'It is an incident now.', response_type: 'ephemeral' });
  });
}
