import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App } from './app.ts';
import { signedIn } from './signed-in.ts';

/*
 * Settings as admins see and change them in Slack, by the labels that they read.
 */

const SETTINGS = `
workspace: { default_channel: "#incidents", urgency_channels: { HIGH: "#leads" } }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Alice Martin, email: alice@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
services: [{ name: Payment API }]
escalation_policies: [{ name: everybody, steps: [{ after: 0s, notify: ["user:bob@example.com"] }] }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS);
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const workspace = () => app.withStorage(async ({ settingsWriter }) => (await settingsWriter.read()).workspace);

async function opens(who: Person, page: string): Promise<ModalHandle> {
  const home = who.openHome();
  await home.waitForText('Settings');
  await who.click(home, page);
  return who.seesModal(page);
}

async function opensForm(who: Person, page: string, button: string, title: string): Promise<ModalHandle> {
  const shown = await opens(who, page);
  await shown.click(button);
  return who.seesModal(title);
}

/** A browser in which somebody is signed in. */
async function browser(who: Person) {
  const cookie = await app.withStorage((storage) => signedIn(storage, { connectionId: 1, slackUserId: who.id }));
  const headers = { cookie, accept: 'text/html', origin: app.url };
  const get = async (path: string) => (await fetch(`${app.url}${path}`, { headers })).text();
  return {
    get,
    async post(path: string, page: string) {
      const token = /name="form_token" value="([^"]+)"/.exec(await get(page))?.[1] ?? 'none';
      const body = new URLSearchParams({ form_token: token });
      return (await fetch(`${app.url}${path}`, { method: 'POST', headers, body })).text();
    },
  };
}

/** Submits a form, and closes the page below when it says so. */
async function saves(who: Person, page: string, form: ModalHandle, said: string | RegExp): Promise<string> {
  expect({ outcome: await form.submit(), errors: form.errors() }).toMatchObject({ errors: {} });
  const below = await who.seesModal(page);
  await until(() => (typeof said === 'string' ? below.visible().text.includes(said) : said.test(below.visible().text)));
  const { text } = below.visible();
  below.close();
  return text;
}

async function gives(form: ModalHandle, error: string): Promise<void> {
  await form.submit();
  expect(Object.values(form.errors()).join('\n')).toContain(error);
}

test('an admin changes the default channel on the Home tab: it counts at once, and the audit log says who did it', async () => {
  const jane = person('jane');
  const form = await opensForm(jane, 'Settings', 'Edit channels', 'Channels');
  await form.choose('Default channel', '#general');
  await saves(jane, 'Settings', form, 'Default channel: #general');
  expect((await workspace()).defaultChannel).toBe('#general');
  const [entry] = await app.withStorage(({ audit }) => audit.list({ limit: 1 }));
  expect(entry).toMatchObject({ section: 'workspace', by: { kind: 'person', slackUserId: jane.id } });
});

test('what two admins change at once is not overwritten unseen; what only one of them touched is kept', async () => {
  const [jane, alice] = [person('jane'), person('alice')];
  const form = (who: Person) => opensForm(who, 'Settings', 'Edit notifications', 'Notifications');
  const [hers, theirs] = [await form(jane), await form(alice)];
  await hers.choose('For incidents that are', ['🔴 HIGH']);
  await theirs.choose('Tell the channel when', ['An incident opens']);
  await saves(jane, 'Settings', hers, 'Saved');
  await saves(alice, 'Settings', theirs, 'Saved');
  expect((await workspace()).notify).toMatchObject({ urgencies: ['HIGH'], events: { resolved: false } });

  const [one, other] = [await form(jane), await form(alice)];
  await one.choose('For incidents that are', ['🔴 HIGH', '🔵 LOW']);
  await other.choose('For incidents that are', ['🟡 MEDIUM']);
  await saves(jane, 'Settings', one, 'Saved');
  await gives(other, 'This has been changed since');
  expect((await workspace()).notify.urgencies).toEqual(['HIGH', 'LOW']);
});

test('what opsknight.yml would not take is refused at the field; a setting of a file says so', async () => {
  const jane = person('jane');
  const sla = await opensForm(jane, 'Settings', 'Edit SLA', 'SLA and reminders');
  await sla.fill('HIGH: acknowledge within', 'soon');
  await gives(sla, 'not a duration');
  await sla.fill('HIGH: acknowledge within', '5m');
  const open = await opensForm(person('alice'), 'Settings', 'Edit permissions', 'Permissions');
  await saves(jane, 'Settings', sla, 'HIGH: acknowledge within 5m');

  await app.apply('workspace: { default_channel: "#incidents" }', 'lock');
  await open.choose('Who may act on incidents', ['Only users that OpsKnight knows']);
  await gives(open, 'opsknight.yml');
  expect((await workspace()).requireMappedUser).toBe(false);
  const page = await opens(jane, 'Settings');
  expect(page.visible().text).toContain('It is set in opsknight.yml');
  expect(page.visible().buttons).toEqual([]);
  page.close();
  await app.apply('workspace: { default_channel: "#incidents" }', 'unlock');
});

test('cards, mentions and the bot’s name are set by a form, checked as the file is', async () => {
  const jane = person('jane');
  const form = await opensForm(jane, 'Settings', 'Edit cards', 'Cards');
  await form.choose('Cards show', ['Service', 'Description']);
  await form.fill('Mention for HIGH', '@channel');
  await gives(form, 'would call everybody');
  await form.fill('Mention for HIGH', '@payments-oncall');
  await form.fill('Name of the bot', 'Acme Incidents');
  await saves(jane, 'Settings', form, 'Cards show: Service · Description');
  expect(await workspace()).toMatchObject({
    card: { fields: ['service', 'description'] },
    mention: { HIGH: ['@payments-oncall'] },
    bot: { name: 'Acme Incidents', icon: null },
  });
});

test('a private channel is shown to those who are in it, kept by those who are not, and chosen by nobody else', async () => {
  const [jane, alice] = [person('jane'), person('alice')];
  const secret = app.slack.workspace().createChannel('war-room', { by: alice, private: true });
  secret.inviteBot({ by: alice });
  const hers = await opensForm(alice, 'Settings', 'Edit channels', 'Channels');
  await hers.click('Refresh');
  await until(() =>
    hers.choose('Channel for LOW', '#war-room').then(
      () => true,
      () => false,
    ),
  );
  await saves(alice, 'Settings', hers, '#war-room');
  const page = await opens(jane, 'Settings');
  expect(page.visible().text).not.toContain('war-room');
  expect(page.visible().text).toContain('(a private channel)');
  await page.click('Edit channels');
  const form = await jane.seesModal('Channels');
  await expect(form.choose('Channel for MEDIUM', '#war-room')).rejects.toThrow();
  await form.choose('Channel for MEDIUM', '#general');
  await saves(jane, 'Settings', form, 'MEDIUM: #general');
  expect((await workspace()).urgencyChannels).toMatchObject({ LOW: '#war-room', MEDIUM: '#general' });
});

test('a service is created, edited and deleted, and its incidents stay', async () => {
  const jane = person('jane');
  const form = await opensForm(jane, 'Services', 'Create service', 'Create service');
  await form.fill('Name', 'payment api');
  await gives(form, 'There is one of that name already');
  await form.fill('Name', 'Check <!channel> *out*');
  await form.choose('Channel', '#general');
  await form.choose('Escalation policy', 'everybody');
  await form.fill('Links', 'Runbook https://wiki.example.com/checkout\nnonsense');
  await gives(form, 'not a web address');
  await form.fill('Links', 'Runbook https://wiki.example.com/checkout');
  await form.fill('HIGH: resolve within', '1h');
  const text = await saves(jane, 'Services', form, 'was created');
  expect(text).toContain('Check <!channel> *out*');
  await jane.command('#incidents', '/opsknight create Basket is empty');
  const incident = await jane.seesModal('Create incident');
  await incident.choose('Service', 'Check <!channel> *out*');
  await incident.submit();
  await app.slack.workspace().channel('#general').waitForMessage('Basket is empty');

  const page = await opens(jane, 'Services');
  await page.choose('Find a service', 'Check <!channel> *out*');
  const edit = await jane.seesModal('Edit service');
  await edit.choose('Channel', '#incidents');
  expect(await saves(jane, 'Services', edit, 'was saved')).toContain('#incidents');

  const again = await opens(jane, 'Services');
  await again.click('Delete', { row: /Check/ });
  const removal = await jane.seesModal('Delete service');
  expect(removal.visible().text).toContain('1 incident of it is not resolved');
  await saves(jane, 'Services', removal, 'was deleted');
  const stored = await app.withStorage(async ({ settingsWriter }) => (await settingsWriter.read()).services);
  expect(stored.find(({ name }) => name.startsWith('Check'))).toMatchObject({ channel: null, escalation_policy: null });
});

test('channels are subscribed by a form, with filters that the file would take; what somebody has made in its channel is ended', async () => {
  const [jane, bob] = [person('jane'), person('bob')];
  const form = await opensForm(jane, 'Subscriptions', 'Add subscription', 'Add subscription');
  await gives(form, 'Choose a channel');
  await form.choose('Channel', '#leads');
  await form.choose('Incidents that are', ['🔴 HIGH']);
  await form.choose('Of these services', ['Payment API']);
  await form.fill('With these labels', 'team');
  await gives(form, 'Each line is a label');
  await form.fill('With these labels', 'team=(payments');
  await gives(form, 'regular expression');
  await form.fill('With these labels', 'team=payments');
  const text = await saves(jane, 'Subscriptions', form, 'was added');
  expect(text).toContain('#leads hears of 🔴 HIGH incidents of Payment API with team=payments');
  const subscription = {
    channel: '#leads',
    urgencies: ['HIGH'],
    services: ['Payment API'],
    labels: { team: 'payments' },
  };
  expect((await workspace()).subscriptions).toEqual([subscription]);

  const page = await opens(jane, 'Subscriptions');
  await page.click('Edit', { row: /#leads/ });
  const edit = await jane.seesModal('Edit subscription');
  await edit.choose('Incidents that are', []);
  await saves(jane, 'Subscriptions', edit, 'was saved');
  expect((await workspace()).subscriptions).toEqual([{ ...subscription, urgencies: null }]);

  await bob.command('#general', '/opsknight subscribe HIGH');
  await bob.seesEphemeral('This channel hears of');
  const again = await opens(jane, 'Subscriptions');
  await again.click('End', { row: /#general hears of/ });
  const end = await jane.seesModal('End subscription');
  expect(await saves(jane, 'Subscriptions', end, 'hears only of what belongs here')).not.toContain('#general hears of');
  const last = await opens(jane, 'Subscriptions');
  await last.click('Remove', { row: /#leads/ });
  await saves(jane, 'Subscriptions', await jane.seesModal('Remove subscription'), 'was removed');
  expect((await workspace()).subscriptions).toEqual([]);
});

test('the connection is tested, with a message in a channel; what fails says what to do', async () => {
  const jane = person('jane');
  const health = await opens(jane, 'Health');
  expect(health.visible().text).toContain('Scopes: all that the manifest asks for');
  expect(health.visible().text).toContain('Refused by Slack: nothing');
  expect(health.visible().text).toMatch(/Slack’s limits, used up: .*\d %/);
  expect(health.visible().text).toContain('Not in use as things are set: usergroups:write');
  health.close();
  const connections = await opens(jane, 'Connections');
  expect(connections.visible().text).toContain('the organisation’s own workspace · token in SLACK_BOT_TOKEN · in use');
  await connections.click('Add connection');
  const add = await jane.seesModal('Add connection');
  expect(add.visible().text).toContain('ENCRYPTION_KEY is not set');
  add.close();
  connections.close();
  const form = await opensForm(jane, 'Test connection', 'Choose a channel', 'Test a channel');
  await form.choose('Channel', '#general');
  await form.submit();
  await until(() => form.visible().text.includes('Test message: posted in #general'));
  expect(form.visible().text).toMatch(/Bot token: accepted.*Connection to Slack: without a break/s);
  await app.slack.workspace().channel('#general').waitForMessage('tests whether OpsKnight can post here');
  form.close();
});

test('admins see on a web page who changed what, take it back, and learn no name of a private channel', async () => {
  const [jane, bob] = [person('jane'), person('bob')];
  await app.apply('services: [{ name: Payment API, channel: "#general" }, { name: Search, channel: "#hideout" }]');
  const hidden = app.slack.workspace().createChannel('hideout', { by: bob, private: true });
  hidden.inviteBot({ by: bob });
  const page = await browser(jane);
  const log = '/settings/audit';
  await until(async () => !(await page.get(log)).includes('hideout'));
  const [entry] = await app.withStorage(({ audit }) => audit.list({ limit: 1, text: 'Payment' }));
  expect(await page.get(log)).toContain('Payment API');
  await page.post(`${log}/${entry?.id}/take-back`, log);
  const services = await app.withStorage(async ({ settingsWriter }) => (await settingsWriter.read()).services);
  expect(services.find(({ name }) => name === 'Payment API')).toMatchObject({ channel: null });
  expect(await page.post(`${log}/${entry?.id}/take-back`, log)).toContain('taken back already');
  expect(await page.get(log)).toContain(`takes back #${entry?.id}`);

  const his = await browser(bob);
  expect(await his.get(log)).toContain('Only an admin');
  expect(await his.post(`${log}/${entry?.id}/take-back`, log)).toContain('Only an admin');
});

test('whoever is no admin any more changes nothing, whatever they still have open', async () => {
  const alice = person('alice');
  const page = await opens(alice, 'Settings');
  await page.click('Edit permissions');
  const form = await alice.seesModal('Permissions');
  await form.choose('Who may act on incidents', ['Only users that OpsKnight knows']);
  await app.apply('users: [{ name: Alice Martin, email: alice@example.com, role: responder }]');
  await gives(form, 'Only an admin');
  expect((await workspace()).requireMappedUser).toBe(false);
  form.close();
  await page.click('Edit channels');
  await alice.dm().waitForMessage('Only an admin of OpsKnight');
  page.close();
  const home = alice.openHome();
  await home.waitForText('Open incidents');
  await until(() => !home.visible()?.buttons.includes('Settings'));
});
