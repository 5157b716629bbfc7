import { afterEach, expect, test } from '@jest/globals';
import { App } from './app.ts';

let app: App;
afterEach(() => app.stop());

const SETTINGS = 'workspace: { default_channel: "#incidents" }';

test('a message becomes an incident, and each leads to the other', async () => {
  app = await App.start(SETTINGS);
  const workspace = app.slack.workspace();
  const jane = workspace.member('jane');
  const general = workspace.channel('#general');
  const text = 'Checkout *.shop.example* is slow\nSince ten minutes.';
  await fetch(`${app.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: '#general', text }),
  });
  const said = await general.waitForMessage('Since ten minutes.');
  await jane.messageShortcut(said, 'Create incident');
  const form = await jane.seesModal('Create incident');
  expect(form.value('Title')).toBe('Checkout *.shop.example* is slow');
  expect(form.value('Description')).toContain('Since ten minutes.');
  expect(await form.submit()).toBe('closed');
  const card = await workspace.channel('#incidents').waitForMessage('Checkout *.shop.example* is slow');
  expect(card.visible().text).toContain('🟡 MEDIUM · Open');
  expect(card.visible().text).toContain('🔗 Message in Slack');
  await said.waitForReply('🚨 INC-1 was opened from this message.');
});
