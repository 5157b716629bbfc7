import { afterEach, expect, test } from '@jest/globals';
import { App } from './app.ts';

let app: App;
afterEach(() => app.stop());

const SETTINGS = 'workspace: { default_channel: "#incidents" }';

async function say(channel: string, text: string): Promise<void> {
  await fetch(`${app.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.slack.workspace().botToken}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify({ channel, text }),
  });
}

const PRIVATE = '🔒 This message is from a private conversation';

test('a message becomes an incident, and each leads to the other', async () => {
  app = await App.start(SETTINGS);
  const workspace = app.slack.workspace();
  const jane = workspace.member('jane');
  const general = workspace.channel('#general');
  await say('#general', 'Checkout *.shop.example* is slow\nSince ten minutes.');
  const said = await general.waitForMessage('Since ten minutes.');
  await jane.messageShortcut(said, 'Create incident');
  const form = await jane.seesModal('Create incident');
  expect(form.visible().text).not.toContain(PRIVATE);
  expect(form.value('Title')).toBe('Checkout *.shop.example* is slow');
  expect(form.value('Description')).toContain('Since ten minutes.');
  expect(await form.submit()).toBe('closed');
  const card = await workspace.channel('#incidents').waitForMessage('Checkout *.shop.example* is slow');
  expect(card.visible().text).toContain('🟡 MEDIUM · Open');
  expect(card.visible().text).toContain('🔗 Message in Slack');
  await said.waitForReply('🚨 INC-1 was opened from this message.');
});

test('whoever makes an incident of what was said in private is told that others will read it', async () => {
  app = await App.start(SETTINGS);
  const workspace = app.slack.workspace();
  const jane = workspace.member('jane');
  await say('#leads', 'Bob leaves, and prod is down');
  await jane.messageShortcut(await workspace.channel('#leads').waitForMessage('Bob leaves'), 'Create incident');
  const form = await jane.seesModal('Create incident');
  expect(form.visible().text).toContain(PRIVATE);
  await form.fill('Title', 'Prod is down');
  await form.fill('Description', '');
  expect(await form.submit()).toBe('closed');
  const card = await workspace.channel('#incidents').waitForMessage('Prod is down');
  expect(card.visible().text).not.toContain('Bob leaves');
});
