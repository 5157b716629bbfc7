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
const TITLES = ['Not urgent', 'Misrouted', 'Edited by two'];

let app: App;
let jane: Person;
let cardOf: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  app = await App.start(SETTINGS, (_slack, databaseFile) => openIncidents(databaseFile, TITLES), { isPaced: false });
  const workspace = app.slack.workspace();
  jane = workspace.member('jane');
  cardOf = await cardsIn(app, TITLES);
});
afterAll(() => app.stop());

test('a lower urgency moves its card to the channel of that urgency; the old one leads there, and shows it again when it is back', async () => {
  const { card, key } = cardOf('Not urgent');
  await jane.choose(card, '⋯', 'More…');
  await (await jane.seesModal(key)).click('Change urgency…');
  const modal = await jane.seesModal(`Urgency of ${key}`);
  await modal.choose('Urgency', '🔵 LOW');
  expect(await modal.submit()).toBe('closed');
  await card.becomes({ text: /Not urgent.* is in #general now/, buttons: ['View in OpsKnight'] });
  await card.waitForReply('⏬ Urgency lowered from HIGH to 🔵 LOW by @jane');
  const moved = await app.slack.workspace().channel('#general').waitForMessage('Not urgent');
  await moved.becomes({ text: /LOW/, buttons: ['Acknowledge', 'Resolve', 'View in OpsKnight'] });
  await jane.command('#general', `/opsknight urgency ${key} high`);
  await jane.seesEphemeral(`${key} is 🔴 HIGH now`);
  await card.becomes({ text: /HIGH/, buttons: ['Acknowledge', 'Resolve', 'View in OpsKnight'] });
  await moved.becomes({ text: /is in #incidents now/ });
  await card.waitForReply('⏫ Urgency raised from LOW to 🔴 HIGH by @jane');
});

test('title, description and service are edited; the card goes to the channel of the service', async () => {
  const { card, key } = cardOf('Misrouted');
  await jane.command('#general', `/opsknight edit ${key}`);
  const modal = await jane.seesModal(`Edit ${key}`);
  expect(modal.value('Title')).toBe('Misrouted');
  await modal.fill('Title', 'Payments *fail*');
  await modal.fill('Description', 'Since ten');
  await modal.choose('Service', 'Payment API');
  expect(await modal.submit()).toBe('closed');
  await card.becomes({ text: /is in #payment-alerts now/ });
  await card.waitForReply('✏️ Edited by @jane');
  const moved = await app.slack.workspace().channel('#payment-alerts').waitForMessage('Since ten');
  expect(moved.visible().text).toContain('Payment API');
});

test('two who edit at the same time undo nothing of each other: only what was changed in the form is', async () => {
  const { card, key } = cardOf('Edited by two');
  const bob = app.slack.workspace().member('bob');
  await jane.command('#general', `/opsknight edit ${key}`);
  await bob.command('#general', `/opsknight edit ${key}`);
  const [janes, bobs] = [await jane.seesModal(`Edit ${key}`), await bob.seesModal(`Edit ${key}`)];
  await janes.fill('Description', 'Disk of db-3 is full');
  expect(await janes.submit()).toBe('closed');
  await card.becomes({ text: 'Disk of db-3 is full' });
  await bobs.fill('Title', 'Edited by both');
  expect(await bobs.submit()).toBe('closed');
  await card.becomes({ text: /Edited by both[\s\S]*Disk of db-3 is full/ });
});
