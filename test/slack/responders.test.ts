import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from 'local-slack';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  urgency_channels: { LOW: "#general" }
  notify: { events: { note_added: true } }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
services:
  - { name: Payment API, channel: "#payment-alerts" }
`;
const TITLES = ['Given away', 'Taken over', 'Noted', 'Handed back', 'Asleep'];

let app: App;
let jane: Person;
let bob: Person;
let cardOf: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  app = await App.start(SETTINGS, (_slack, databaseFile) => openIncidents(databaseFile, TITLES), { isPaced: false });
  const workspace = app.slack.workspace();
  [jane, bob] = [workspace.member('jane'), workspace.member('bob')];
  cardOf = await cardsIn(app, TITLES);
});
afterAll(() => app.stop());

test('an incident is given to somebody: they get it, with who gave it, and can hand it back', async () => {
  const { card, key } = cardOf('Given away');
  await jane.choose(card, '⋯', 'Assign…');
  const modal = await jane.seesModal(`Assign ${key}`);
  expect(modal.visible().text).toContain('Nobody has it.');
  await modal.choose('Assign to', 'bob');
  expect(await modal.submit()).toBe('closed');
  await card.becomes({ buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
  await card.waitForReply('👉 Assigned to @bob by @jane');
  const bobs = await bob.dm().waitForMessage('Given away');
  await bobs.waitForReply(`@jane has given ${key} to you`);
  await bob.choose(bobs, '⋯', 'Hand it back');
  const question = await bob.seesModal(`Hand back ${key}?`);
  expect(question.visible().text).toContain('@bob has it now');
  await question.submit();
  await card.waitForReply('↩️ Open again, handed back by @bob: nobody has it now');
});

test('what another one has is taken over, by the answer to Acknowledged ✓, and they are told', async () => {
  const { card, key } = cardOf('Taken over');
  await bob.click(card, 'Acknowledge');
  await card.waitForReply('✅ Acknowledged by @bob');
  await jane.click(card, 'Acknowledged ✓');
  const answer = await jane.seesEphemeral(`${key} was already acknowledged by @bob`);
  await jane.click(answer, 'Take over');
  await card.waitForReply('🙋 Taken over by @jane from @bob');
  await bob.dm().waitForMessage(`@jane has taken ${key} over from you`);
  await jane.click(card, 'Acknowledged ✓');
  expect((await jane.seesEphemeral(`${key} is @jane's already`)).visible().buttons).toEqual([]);
});

test('a note is added by the ⋯ menu and by command, also to what is resolved', async () => {
  const { card, key } = cardOf('Noted');
  await jane.choose(card, '⋯', 'Add a note…');
  const modal = await jane.seesModal(`Note on ${key}`);
  await modal.fill('Note', 'Failed over to <the replica>');
  expect(await modal.submit()).toBe('closed');
  await card.waitForReply('📝 Note by @jane: Failed over to <the replica>');
  await bob.command('#general', `/opsknight note ${key} And back`);
  await bob.seesEphemeral(`Your note is in the timeline of ${key}`);
  await card.waitForReply('📝 Note by @bob: And back');
  await bob.command('#general', '/opsknight note whatever');
  await bob.seesEphemeral('Write it like this');
});

test('what is asked for in "More…" is done there, and it shows how things are then', async () => {
  const { card, key } = cardOf('Asleep');
  await jane.choose(card, 'Snooze', '4 hours');
  await card.waitForReply('💤 Snoozed by @jane');
  await jane.choose(card, '⋯', 'More…');
  const modal = await jane.seesModal(key);
  await modal.click('Wake it up');
  await card.waitForReply('🔔 Woken up by @jane, nobody has it now');
  await modal.click('Acknowledge');
  await card.waitForReply('✅ Acknowledged by @jane');
  await app.slack.changes.waitFor(
    () => modal.visible().buttons.includes('Hand it back') || undefined,
    () => modal.describe(),
  );
  // What is hers already is not hers to take over.
  expect(modal.visible().buttons).not.toContain('Take over');
  await modal.click('Hand it back');
  await (await jane.seesModal(`Hand back ${key}?`)).submit();
  await card.waitForReply('↩️ Open again, handed back by @jane');
});

test('an incident is snoozed by command, for a while or until a time that is picked', async () => {
  const { card, key } = cardOf('Taken over');
  await bob.command('#general', `/opsknight snooze ${key} for 2h`);
  await bob.seesEphemeral(`${key} is snoozed until`);
  await card.waitForReply('💤 Snoozed by @bob until');
  await bob.command('#general', `/opsknight snooze ${key}`);
  expect(await bob.seesModal(`Snooze ${key}`)).toBeDefined();
  await bob.command('#general', `/opsknight snooze ${key} 99d`);
  await bob.seesEphemeral('Choose a time between 1 minute and 30 days from now.');
  await bob.command('#general', `/opsknight snooze ${key} soon`);
  await bob.seesEphemeral('Write it like this: /opsknight snooze INC-n [2h]');
});

test('what is resolved by command can still be noted, but not assigned', async () => {
  const { card, key } = cardOf('Noted');
  await bob.command('#general', `/opsknight ack ${key}`);
  await bob.seesEphemeral(`${key} is yours`);
  await card.waitForReply('✅ Acknowledged by @bob');
  await bob.command('#general', `/opsknight resolve ${key} Restarted the pool`);
  await bob.seesEphemeral(`${key} is resolved`);
  await card.waitForReply('Resolution: Restarted the pool');
  await jane.choose(card, '⋯', 'Add a note…');
  const modal = await jane.seesModal(`Note on ${key}`);
  await modal.fill('Note', 'Afterwards');
  await modal.submit();
  await card.waitForReply('📝 Note by @jane: Afterwards');
  await jane.command('#general', `/opsknight assign ${key} @bob`);
  await jane.seesEphemeral(`That can't be done while ${key} is resolved`);
});

test('commands do the same: assign, hand back, wake; whoever is unfit is refused, with the reason', async () => {
  const { card, key } = cardOf('Handed back');
  await jane.command('#general', `/opsknight assign ${key} @bob`);
  await jane.seesEphemeral(`${key} is theirs now; they are told`);
  await card.waitForReply('👉 Assigned to @bob by @jane');
  await jane.command('#general', `/opsknight assign ${key} @bob`);
  await jane.seesEphemeral(`${key} is @bob's already`);
  await jane.command('#general', `/opsknight handback ${key}`);
  await jane.seesEphemeral(`${key} is open again`);
  await bob.dm().waitForMessage(`@jane has handed ${key} back`);
  await jane.command('#general', `/opsknight handback ${key}`);
  await jane.seesEphemeral(`Nobody has ${key} now`);
  await jane.command('#general', `/opsknight wake ${key}`);
  await jane.seesEphemeral(`${key} isn't snoozed`);
  app.slack.workspace().join({ name: 'gus', email: 'gus@example.com', guest: 'single_channel' });
  await jane.command('#general', `/opsknight assign ${key} @gus`);
  await jane.seesEphemeral("guests can't work on incidents");
  await jane.command('#general', `/opsknight assign ${key}`);
  await jane.seesEphemeral(`${key} is yours now`);
  await jane.command('#general', '/opsknight assign @bob');
  await jane.seesEphemeral('Write it like this');
});

test('what is resolved together on the web is one line in the channel, whatever the number; each card follows', async () => {
  const together = ['Taken over', 'Handed back'].map(cardOf);
  const cookie = await app.signIn(jane);
  const list = await (await fetch(`${app.url}/incidents`, { headers: { cookie } })).text();
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(list) ?? [];
  const body = new URLSearchParams([
    ['form_token', token],
    ['action', 'resolve'],
    ['note', 'All <restarted>'],
  ]);
  for (const { key } of together) body.append('number', key);
  const headers = { cookie, origin: app.url };
  const answer = await fetch(`${app.url}/incidents/bulk`, { method: 'POST', headers, body });
  expect(await answer.text()).toContain('2 incidents resolved');
  const channel = app.slack.workspace().channel('#incidents');
  const line = await channel.waitForMessage('🔧 2 incidents resolved by @jane');
  expect(line.visible().text).toContain(together.map(({ key }) => key).join(', '));
  for (const { card } of together) {
    await card.becomes({ text: 'All <restarted>' });
    expect(card.thread().filter((reply) => reply.visible().text.includes('Resolved by'))).toEqual([]);
  }
});
