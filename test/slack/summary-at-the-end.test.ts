import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from 'local-slack';
import { until } from '../until.ts';
import { App, cardsIn, openIncidents } from './app.ts';

const settings = (events: string) => `
workspace: { default_channel: "#incidents", notify: { events: { ${events} } } }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
services:
  - { name: Payroll, channel: "#leads" }
`;

let app: App;
let jane: Person;
let bob: Person;
let cards: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  const titles = ['Shop is down', 'Disk fills', 'Nobody saw it', 'Too many words'];
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, titles.slice(0, 1));
    await openIncidents(file, titles.slice(1, 2), { urgency: 'MEDIUM' });
    await openIncidents(file, titles.slice(2));
  };
  app = await App.start(settings('note_added: true'), fill, { isPaced: false });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  cards = await cardsIn(app, titles);
});
afterAll(() => app.stop());

const summaries = (title: string) => {
  const replies = cards(title).card.thread();
  return replies.map((reply) => reply.visible().text).filter((text) => text.includes('📊'));
};

test('when what was HIGH is resolved, its thread and its own channel say in short what came of it; once more when it is again', async () => {
  const { card, key } = cards('Shop is down');
  await jane.command('#general', `/opsknight channel ${key}`);
  await card.waitForReply('It has a channel of its own now');
  await jane.click(card, 'Acknowledge');
  await card.waitForReply('Acknowledged by @jane');
  await bob.command('#general', `/opsknight note ${key} the cache was full`);
  await card.waitForReply('the cache was full');
  await bob.command('#general', `/opsknight task ${key} raise the limit`);
  await card.waitForReply('raise the limit');
  await bob.command('#general', `/opsknight resolve ${key}`);
  const said = await card.waitForReply('📊');
  expect(said.visible().text).toBe(
    '📊 INC-1 is over after less than a minute: acknowledged after less than a minute by @jane, resolved by @bob.\n' +
      'Worked on by @jane, @bob.\n1 alert · 1 note · 1 task still open',
  );
  const room = app.slack.workspace().channel('#inc-1');
  const own = await room.waitForMessage('Shop is down');
  expect((await own.waitForReply('📊')).visible().text).toBe(said.visible().text);
  await jane.command('#general', `/opsknight reopen ${key}`);
  await card.waitForReply('Reopened by @jane');
  await jane.command('#general', `/opsknight resolve ${key}`);
  await until(() => summaries('Shop is down').length === 2);
  expect(summaries('Shop is down')[1]).toContain(
    'resolved by @jane.\nWorked on by @jane, @bob.\n1 alert · 1 note · opened again once · 1 task still open',
  );
});

test('what was less urgent and short is resolved without; so is everything where it is turned off', async () => {
  const quick = cards('Disk fills');
  await bob.click(quick.card, 'Acknowledge');
  await bob.command('#general', `/opsknight resolve ${quick.key}`);
  await quick.card.waitForReply('Resolved by @bob');
  await app.apply(settings('summary: false'));
  const other = cards('Too many words');
  await bob.command('#general', `/opsknight resolve ${other.key}`);
  await other.card.waitForReply('Resolved by @bob');
  await app.apply(settings('note_added: true'));
  const last = cards('Nobody saw it');
  await bob.command('#general', `/opsknight resolve ${last.key}`);
  await last.card.waitForReply('📊');
  expect([...summaries('Disk fills'), ...summaries('Too many words')]).toEqual([]);
});
