import { afterEach, expect, test } from '@jest/globals';
import type { ModalHandle } from 'local-slack';
import { App, openIncidents } from './app.ts';

let app: App;
afterEach(() => app.stop());

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com }, { name: Bob Stone, email: bob@example.com }]
schedules:
  - name: payments-primary
    timezone: UTC
    layers: [{ start: 2026-01-05T09:00, rotation: daily, users: [jane@example.com, bob@example.com] }]
`;

const shows = (modal: ModalHandle, words: string) =>
  app.slack.changes.waitFor(
    () => modal.visible().text.includes(words) || undefined,
    () => `The modal does not say ${words}:\n${modal.describe()}`,
  );

const titles = Array.from({ length: 25 }, (_, index) => `Slow query ${index + 1}`);

test('the Home tab leads to all that is open, in a modal where it can be worked on', async () => {
  app = await App.start(SETTINGS, (_, databaseFile) => openIncidents(databaseFile, titles), { isPaced: false });
  const jane = app.slack.workspace().member('jane');
  const home = jane.openHome();
  await home.waitForText('25 open · 0 acknowledged · 0 snoozed');
  await jane.click(home, 'Show all 25');
  const modal = await jane.seesModal('Open incidents');
  expect(modal.visible().text).toContain('25 open incidents, page 1 of 2');
  await jane.choose(modal, '⋯', 'Acknowledge', { row: 'INC-3:' });
  // What nobody has yet comes first.
  await shows(modal, 'INC-21:');
  expect(modal.visible().text).not.toContain('INC-3:');
  await jane.click(modal, 'Next →');
  await shows(modal, 'page 2 of 2');
  expect(modal.visible().text).toMatch(/INC-3: Slow query 3\n🔴 HIGH · Acknowledged by @jane/);
  jane.openHome();
  await home.waitForText(/Your incidents[\s\S]*INC-3: Slow query 3[\s\S]*24 open · 1 acknowledged/);
});

test('the Home tab follows what is done in the forms that were opened on it', async () => {
  app = await App.start(SETTINGS, (_, databaseFile) => openIncidents(databaseFile, ['Slow query']), { isPaced: false });
  const jane = app.slack.workspace().member('jane');
  const home = jane.openHome();
  await home.waitForText('1 open · 0 acknowledged · 0 snoozed');
  await jane.click(home, 'Create incident');
  const form = await jane.seesModal('Create incident');
  await form.fill('Title', 'Disk full');
  expect(await form.submit()).toBe('closed');
  await home.waitForText('2 open · 0 acknowledged · 0 snoozed');
  await jane.choose(home, '⋯', 'More…', { row: 'Slow query' });
  await (await jane.seesModal('INC-1')).click('Resolve…');
  const resolving = await jane.seesModal('Resolve INC-1');
  expect(await resolving.submit()).toBe('closed');
  await home.waitForText('1 open · 0 acknowledged · 0 snoozed');
});

test('on the Home tab one puts somebody on call, and asks for cover', async () => {
  app = await App.start(SETTINGS, () => {}, { isPaced: false });
  const jane = app.slack.workspace().member('jane');
  const home = jane.openHome();
  await home.waitForText(/On call[\s\S]*payments-primary[\s\S]*Your shifts/);
  await jane.click(home, 'Override');
  (await jane.seesModal('Override')).close();
  await jane.click(home, 'Cover me');
  const form = await jane.seesModal('Cover me');
  expect(await form.submit()).toBe('closed');
  const bob = app.slack.workspace().member('bob');
  await bob.dm().waitForMessage('asks you to cover for them');
  expect(home.visible()?.buttons.join()).toContain('Override,Cover me,How you are paged');

  // By command, too: what it does not say is asked for.
  await jane.command('#general', '/opsknight cover @bob');
  const asked = await jane.seesModal('Cover me');
  expect(asked.value('Whom to ask')).toBe(bob.id);
  asked.close();
});

test('a guest is told what this is', async () => {
  app = await App.start(SETTINGS, () => {}, { isPaced: false });
  const guest = app.slack.workspace().member('guest');
  const home = guest.openHome();
  const { text } = await home.waitForText('OpsKnight is where the members of this workspace work on incidents.');
  expect(text).toContain("Guests can't work on incidents, but you can follow them in the channels that you are in.");
  expect(text).not.toContain('Nothing was changed');
});
