import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, MessageHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  subscriptions: [{ channel: "#general" }]
  notify: { events: { note_added: true } }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
`;
const TITLES = ['Salaries leaked', 'Owned by Bob', 'Undeletable', 'Not to be changed', 'Refused channels'];

let app: App;
let jane: Person;
let bob: Person;
let leads: ChannelHandle;
let cardOf: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  app = await App.start(SETTINGS, (_slack, databaseFile) => openIncidents(databaseFile, TITLES), { isPaced: false });
  const workspace = app.slack.workspace();
  jane = workspace.member('jane');
  bob = workspace.member('bob');
  leads = workspace.channel('#leads');
  cardOf = await cardsIn(app, TITLES);
});
afterEach(() => app.slack.faults.clear());
afterAll(() => app.stop());

async function markPrivate(key: string): Promise<void> {
  await jane.command('#general', `/opsknight private ${key}`);
  const modal = await jane.seesModal(`Mark ${key} private`);
  await modal.choose('Private channel', '🔒 leads');
  expect(await modal.submit()).toBe('closed');
}

async function note(key: string, text: string, card: MessageHandle): Promise<void> {
  await jane.command('#general', `/opsknight note ${key} ${text}`);
  await card.waitForReply(text);
}

function isArchived(name: string): boolean {
  const database = app.open();
  const row = database.prepare('select is_archived or is_gone as archived from channels where name = ?').get(name);
  database.close();
  return (row as { archived: number }).archived === 1;
}

/** A form that somebody has sent with a channel that they were not offered. */
function submission(person: Person, key: string, channelId: string) {
  const view = {
    id: `V${channelId}`,
    type: 'modal',
    callback_id: 'private_incident_modal',
    private_metadata: JSON.stringify({ number: Number(key.slice('INC-'.length)) }),
    blocks: [],
    state: { values: { private_channel: { input: { selected_option: { value: channelId } } } } },
  };
  const payload = { type: 'view_submission', user: { id: person.id }, trigger_id: `t${channelId}`, view };
  return { kind: 'interactive', payload, acceptsResponse: true } as const;
}

/** What everybody can read of it, in every public channel. */
function publicWords(): string {
  const channels = ['#incidents', '#general'].map((name) => app.slack.workspace().channel(name));
  const roots = channels.flatMap((channel) => channel.messages());
  return roots.flatMap((root) => [root, ...root.thread()].map((one) => one.visible().text)).join('\n');
}

test('it goes on in the private channel, and nothing that the app has said of it elsewhere stays', async () => {
  const { card, key } = cardOf('Salaries leaked');
  await note(key, 'It is the payroll file', card);
  bob.says('#incidents', 'Who has that file?', { inThreadOf: card });
  await jane.choose(card, '⋯', 'More…');
  await (await jane.seesModal(key)).click('Mark private…');
  const modal = await jane.seesModal(`Mark ${key} private`);
  expect(modal.visible().text).toMatch(/Salaries leaked[\s\S]*It can’t be made public again/);
  await modal.choose('Private channel', '🔒 leads');
  expect(await modal.submit()).toBe('closed');

  const moved = await leads.waitForMessage('Salaries leaked');
  await moved.waitForReply(`🔒 Marked private by @jane`);
  await jane.dm().waitForMessage(`${key} is private now`);
  await card.becomes({ text: `${key}: this incident continues in private` });
  await until(() => !/Salaries|payroll/.test(publicWords()));
  expect(card.thread().map((reply) => reply.visible().text)).toEqual(['Who has that file?']);

  await bob.command('#general', '/opsknight incidents');
  const list = await bob.seesEphemeral('open incidents');
  expect(list.visible().text).not.toContain('Salaries');
  await bob.command('#general', `/opsknight private ${key}`);
  await bob.seesEphemeral(`There is no ${key}`);
  await jane.command('#general', `/opsknight private ${key}`);
  expect((await jane.seesModal(`Mark ${key} private`)).visible().text).toContain('is private already');
});

test('what its owner sees no longer is open again, and they are told', async () => {
  const { card, key } = cardOf('Owned by Bob');
  await bob.click(card, 'Acknowledge');
  await card.becomes({ buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
  await markPrivate(key);
  const moved = await leads.waitForMessage('Owned by Bob');
  await moved.becomes({ text: /HIGH · Open/ });
  const lost = await bob.dm().waitForMessage(key);
  expect(lost.visible().text).not.toContain('Owned by Bob');
  // Whoever is in the channel after all works on it.
  await jane.click(moved, 'Acknowledge');
  await moved.becomes({ buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
});

test('what Slack lets nobody delete loses its words; Slack asks to wait in between', async () => {
  const { card, key } = cardOf('Undeletable');
  await note(key, 'The password is swordfish', card);
  await note(key, 'Or was it sturgeon', card);
  app.slack.faults.rateLimit(1, { method: 'chat.delete', times: 1 });
  app.slack.faults.error('compliance_exports_prevent_deletion', { method: 'chat.delete' });
  await markPrivate(key);
  await until(() => !/Undeletable|swordfish|sturgeon/.test(publicWords()));
  expect(card.thread().map((reply) => reply.visible().text)).toContain('🔒 This incident continues in private.');
});

test('a card that the workspace does not let the app change goes, and another one says that it is private', async () => {
  const { card, key } = cardOf('Not to be changed');
  app.slack.faults.error('edit_window_closed', { method: 'chat.update' });
  await markPrivate(key);
  await app.slack.workspace().channel('#incidents').waitForMessage(`${key}: this incident continues in private`);
  await until(() => !publicWords().includes('Not to be changed'));
  expect(card.isDeleted).toBe(true);
});

test('whoever made it private is told what stays to be seen, when Slack refuses for good to take it back', async () => {
  await jane.command('#general', '/opsknight create Refused for good');
  expect(await (await jane.seesModal('Create incident')).submit()).toBe('closed');
  const card = await app.slack.workspace().channel('#incidents').waitForMessage('Refused for good');
  const key = 'INC-6';
  await note(key, 'The vault is open', card);
  app.slack.faults.error('restricted_action', { method: 'conversations.replies' });
  await markPrivate(key);
  const told = await jane.dm().waitForMessage('I could not delete it');
  expect(told.visible().text).toContain(`${key} is private now`);
  expect(told.visible().text).toMatch(/in the thread in #incidents[\s\S]*Delete my replies there yourself/);
  expect(told.visible().text).not.toContain('Refused for good');
});

test('it goes to no channel that is public, archived, or strange to whoever asks, whatever a form says', async () => {
  const { card, key } = cardOf('Refused channels');
  await bob.command('#general', `/opsknight private ${key}`);
  const none = await bob.seesModal(`Mark ${key} private`);
  expect(none.visible().text).toContain('/invite @OpsKnight');
  none.close();
  const forged = [app.slack.workspace().channel('#general').id, leads.id, 'C0STRANGER'];
  for (const channelId of forged) {
    const answer = await app.send(submission(bob, key, channelId));
    expect(JSON.stringify(answer)).toContain('response_action');
  }
  await jane.command('#general', `/opsknight private ${key}`);
  const modal = await jane.seesModal(`Mark ${key} private`);
  await modal.choose('Private channel', '🔒 leads');
  leads.archive();
  await until(() => isArchived('leads'));
  expect(await modal.submit()).toBe('errors');
  expect(Object.values(modal.errors()).join()).toMatch(/archived|both you and OpsKnight are in/);
  expect(card.visible().text).toContain('Refused channels');
});
