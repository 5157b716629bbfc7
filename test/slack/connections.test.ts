import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle, Person } from 'local-slack';
import { Keyring } from '../../src/lib/keyring.ts';
import { exportSettings } from '../../src/settings/export.ts';
import { TokenVault } from '../../src/slack/installations/token-vault.ts';
import { isSecret } from '../leaks.ts';
import { until } from '../until.ts';
import { KEY, Several } from './several.ts';

/*
 * Connections as admins add, test, change and remove them on the Home tab. Initech's token was never in the environment.
 */

let house: Several;
beforeAll(async () => {
  house = await Several.start({ byToken: 'Acme' });
  isSecret(token());
  await house.apply(`
workspace: { default_channel: "#incidents" }
services: [{ name: Printers, channel: "#incidents" }, { name: Payment API }]
`);
});
afterAll(() => house.stop());

const token = () => house.workspace('Initech').botToken;
const jane = () => house.workspace('Acme').member('jane');
const settings = () => house.withStorage(({ settingsWriter }) => settingsWriter.read());
const connection = async () => (await settings()).connections.find(({ name }) => name === 'initech');

async function opens(page: string): Promise<ModalHandle> {
  const home = jane().openHome();
  await home.waitForText('Settings');
  await jane().click(home, page);
  return jane().seesModal(page);
}

async function opensForm(page: string, button: string, row: RegExp | null, title: string): Promise<ModalHandle> {
  const list = await opens(page);
  await list.click(button, row ? { row } : {});
  return jane().seesModal(title);
}

/** Submits, and closes everything once the form says this. */
async function says(form: ModalHandle, words: RegExp): Promise<string> {
  expect({ outcome: await form.submit(), errors: form.errors() }).toMatchObject({ errors: {} });
  await until(() => words.test(form.visible().text));
  const { text } = form.visible();
  form.close();
  await closes(jane());
  return text;
}

async function closes(who: Person): Promise<void> {
  const below = await who.seesModal('Connections');
  below.close();
}

async function gives(form: ModalHandle, words: string): Promise<void> {
  await form.submit();
  expect(Object.values(form.errors()).join('\n')).toContain(words);
}

test('an admin adds a connection by its token, which is tried at once, kept encrypted and shown to nobody', async () => {
  const form = await opensForm('Connections', 'Add connection', null, 'Add connection');
  await form.fill('Name', 'initech');
  await form.fill('Bot token', 'xoxb-000-000-nonsense');
  await form.fill('App token', house.slack.appToken);
  await gives(form, 'OpsKnight’s own app');
  await form.fill('App token', '');
  await gives(form, 'Slack does not take it');
  expect(await connection()).toBeUndefined();
  await form.fill('Bot token', token());
  await form.fill('Channels', 'ops');
  await gives(form, 'Did you mean');
  await form.fill('Channels', '#ops');
  const text = await says(form, /Test message: posted in #ops/);
  expect(text).toMatch(/Bot token: accepted, for Initech.*Scopes: all/s);
  await house.workspace('Initech').channel('#ops').waitForMessage('tests whether OpsKnight can post here');

  const stored = await connection();
  expect(stored).toMatchObject({ bot_token_env: null, app_token: null, channels: ['#ops'] });
  const vault = new TokenVault(new Keyring([KEY]));
  expect(vault.openEntered('initech', stored?.bot_token ?? '')).toBe(token());
  expect(() => vault.openEntered('globex', stored?.bot_token ?? '')).toThrow('belongs elsewhere');
  const said = house.slack.calls.of('views.update').concat(house.slack.calls.of('views.open'));
  const log = await house.withStorage(({ audit }) => audit.list({ limit: 5 }));
  expect(JSON.stringify([said.map(({ args: { token: _, ...args } }) => args), log])).not.toContain(token());
  expect(JSON.stringify(log)).not.toContain(stored?.bot_token);
  expect(house.log).not.toContain(token());
});

test('a service is sent through it by a form, with its channels there; what the connection may not post to is refused', async () => {
  const form = await opensForm('Services', 'Connection', /Printers/, 'Connection of a service');
  await form.choose('Connection', 'initech');
  await gives(form, 'which may not post in #incidents, but in #ops');
  await form.fill('Channel', '#ops');
  await form.choose('Shared with', ['Acme']);
  expect({ outcome: await form.submit(), errors: form.errors() }).toMatchObject({ errors: {} });
  const page = await jane().seesModal('Services');
  await until(() => page.visible().text.includes('connection initech'));
  page.close();
  await house.report('Paper jam', 'Printers');
  await house.workspace('Initech').channel('#ops').waitForMessage('Paper jam');
  await house.workspace('Acme').channel('#incidents').waitForMessage('Paper jam');
});

test('no private channel is found out by sending a service elsewhere and back', async () => {
  const form = await opensForm('Services', 'Connection', /Payment API/, 'Connection of a service');
  await form.fill('Channel', '#secret-plans');
  await gives(form, 'can’t be chosen');
  await form.choose('Connection', 'initech');
  await form.fill('Channel', '#ops');
  await form.submit();
  const page = await jane().seesModal('Services');
  await page.click('Connection', { row: /Payment API/ });
  const back = await jane().seesModal('Connection of a service');
  await back.choose('Connection', 'The organisation’s');
  await back.fill('Channel', '#secret-plans');
  await gives(back, 'can’t be chosen');
  await back.fill('Channel', '');
  await back.submit();
  (await jane().seesModal('Services')).close();
  expect((await settings()).services.find(({ name }) => name === 'Payment API')).toMatchObject({
    connection: null,
    channel: null,
  });
});

test('an export brings it back, a restart opens it, and its tokens are replaced without being seen', async () => {
  const yaml = exportSettings(await settings());
  expect(yaml).not.toContain(token());
  expect(yaml).toContain('bot_token: v1.');
  await house.apply(yaml);
  await expect(house.apply(`connections: [{ name: other, bot_token: ${token()} }]`)).rejects.toThrow(
    'is not encrypted',
  );
  await house.stopApp();
  await house.startApp();
  await house.report('Toner is low', 'Printers');
  await house.workspace('Initech').channel('#ops').waitForMessage('Toner is low');

  const before = await connection();
  const form = await opensForm('Connections', 'Replace tokens', /initech/, 'Replace tokens');
  expect(JSON.stringify(form.visible())).not.toContain('xoxb-1');
  await form.fill('Bot token', token());
  await says(form, /has other tokens.*Bot token: accepted/s);
  expect((await connection())?.bot_token).not.toBe(before?.bot_token);
});

test('it is tested with a channel that settings name, goes when no service names it, and says who did it', async () => {
  const test = await opensForm('Connections', 'Test', /initech/, 'Test connection');
  await test.choose('Test message in', '#ops');
  await says(test, /Test message: posted in #ops/);
  const refused = await opensForm('Connections', 'Remove', /initech/, 'Remove connection');
  expect(refused.visible().text).toContain('can’t be removed while it is named by Printers');
  refused.close();
  await closes(jane());
  await house.apply('services: [{ name: Printers, channel: "#incidents" }]');
  const form = await opensForm('Connections', 'Remove', /initech/, 'Remove connection');
  await form.submit();
  const page = await jane().seesModal('Connections');
  await until(() => page.visible().text.includes('was removed'));
  page.close();
  const [entry] = await house.withStorage(({ audit }) => audit.list({ limit: 1 }));
  expect(entry).toMatchObject({ section: 'connections', name: 'initech', after: null, by: { slackUserId: jane().id } });
});
