import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
services: [{ name: Payment API }, { name: Website }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS, async (_slack, databaseFile) => {
    const titles = (what: string, count: number) => Array.from({ length: count }, (_, index) => `${what} ${index + 1}`);
    await openIncidents(databaseFile, titles('Payment host', 4), { service: 'Payment API' });
    await openIncidents(databaseFile, titles('Slow page', 3), { service: 'Website', urgency: 'LOW' });
    await openIncidents(databaseFile, titles('Rack', 20));
  });
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const channel = () => app.slack.workspace().channel('#incidents');

const PAGING = `
workspace: { default_channel: "#incidents" }
users: [{ name: Bob Smith, email: bob@example.com }]
escalation_policies: [{ name: payments, steps: [{ after: 0s, notify: ["user:bob@example.com"] }] }]
services: [{ name: Payment API, escalation_policy: payments }]
`;

const CALLING_AGAIN = `
workspace: { default_channel: "#incidents" }
users: [{ name: Bob Smith, email: bob@example.com }]
escalation_policies:
  - { name: payments, steps: [{ after: 0s, notify: ["user:bob@example.com"] }, { after: 1h, notify: ["user:bob@example.com", "channel:#incidents"] }] }
services: [{ name: Payment API, escalation_policy: payments }]
`;

test('a storm is worked in its modal, by service and urgency, and ends with one summary', async () => {
  const storm = await channel().waitForMessage('Storm: 27 incidents at once');
  expect(storm.visible().buttons.slice(0, 3)).toEqual(['Acknowledge all', 'Resolve all', 'Show all 27']);
  const jane = person('jane');
  await jane.click(storm, 'Show all 27');
  const modal = await jane.seesModal('Storm: 27 incidents');
  const shows = (text: string | RegExp) =>
    until(
      () => (typeof text === 'string' ? modal.visible().text.includes(text) : text.test(modal.visible().text)),
      () => modal.visible().text,
    );
  await shows('27 open, page 1 of 2');
  await modal.click('Next →');
  await shows('page 2 of 2');

  // By service and urgency; what is done to all is done to those.
  await modal.choose('Urgency', '🔵 LOW');
  await shows(/3 open$/m);
  expect(modal.visible().text).not.toContain('Rack');
  await modal.click('Acknowledge all', { confirm: true });
  await shows(/^3 acknowledged$/m);
  await storm.waitForReply('✅ 3 incidents acknowledged by @jane');
  await modal.choose('Urgency', 'All urgencies');
  await modal.choose('Service', 'Payment API');
  await shows(/4 open$/m);
  await modal.choose('⋯', 'Acknowledge', { row: 'Payment host 1' });
  await shows('3 open · 1 acknowledged');

  // One of them, with a note, in a modal on top of it; then the rest of the service.
  await modal.choose('⋯', 'Resolve…', { row: 'Payment host 2' });
  const one = await jane.seesModal(/^Resolve INC-/);
  expect(await one.submit()).toBe('closed');
  await shows('2 open · 1 acknowledged · 1 resolved');
  await modal.click('Resolve all');
  const all = await jane.seesModal('Resolve all');
  expect(all.visible().text).toContain('Resolves 3 incidents of this storm (Payment API)');
  await all.fill('Resolution note', 'Router replaced');
  expect(await all.submit()).toBe('closed');
  await shows(/^4 resolved$/m);
  await storm.waitForReply('🔧 3 incidents resolved by @jane · Resolution: Router replaced');
  await storm.becomes({ text: '20 open · 3 acknowledged · 4 resolved' });
  await modal.choose('Service', 'All services');

  // All that can be done with one of them, in a modal on top of it, one thing after the other.
  await modal.choose('⋯', 'More…', { row: 'Slow page 3' });
  const more = await jane.seesModal('INC-7');
  await more.click('Hand it back');
  expect(await (await jane.seesModal('Hand back INC-7?')).submit()).toBe('closed');
  await shows('21 open · 2 acknowledged · 4 resolved');
  await modal.choose('⋯', 'More…', { row: 'Slow page 3' });
  const again = await jane.seesModal('INC-7');
  await again.click('Acknowledge');
  await shows('20 open · 3 acknowledged · 4 resolved');
  await again.click('Hand it back');
  expect(await (await jane.seesModal('Hand back INC-7?')).submit()).toBe('closed');
  await shows('21 open · 2 acknowledged · 4 resolved');
  await modal.choose('⋯', 'Acknowledge', { row: 'Slow page 3' });
  await shows('20 open · 3 acknowledged · 4 resolved');
  modal.close();

  // What is left, from the storm's own message.
  const bob = person('bob');
  await bob.click(storm, 'Resolve all');
  expect(await (await bob.seesModal('Resolve all')).submit()).toBe('closed');
  await storm.becomes({ text: 'Storm over: 27 incidents resolved' });
  await storm.waitForReply('🔧 23 incidents resolved by @bob');
  await storm.waitForReply('✅ The storm is over: 27 incidents, all resolved, in');
  const lines = storm.thread().map((line) => line.visible().text);
  expect(lines.at(-1)).toMatch(/The storm is over.*Resolved by @bob \(23\), @jane \(4\)\./);
  expect(lines.filter((line) => line.includes('The storm is over'))).toHaveLength(1);
});

test('a storm in somebody’s direct messages says why they are called', async () => {
  await app.stop();
  const titles = Array.from({ length: 7 }, (_, index) => `Payment ${index + 1}`);
  app = await App.start(PAGING, (_slack, databaseFile) =>
    openIncidents(databaseFile, titles, { service: 'Payment API' }),
  );
  const storm = await app.slack.workspace().member('bob').dm().waitForMessage('Storm: 7 incidents at once');
  expect(storm.visible().text).toContain('📟 The escalation policy names you.');
});

test('what the clock does at once to several that have cards of their own is one line, in the channel and for whoever is called', async () => {
  await app.stop();
  const titles = ['Payment 1', 'Payment 2', 'Payment 3', 'Payment 4'];
  app = await App.start(CALLING_AGAIN, (_slack, databaseFile) =>
    openIncidents(databaseFile, titles, { service: 'Payment API' }),
  );
  const bob = person('bob').dm();
  for (const title of titles) {
    await channel().waitForMessage(title);
    await bob.waitForMessage(title);
  }
  await channel().waitForMessage(/4 incidents escalated to step 1: paged @/);
  const database = app.open();
  // As an hour later: sooner than a minute it would be the same call.
  database.prepare('update cards set called_at = called_at - 3600000').run();
  database.prepare('update timers set due_at = ?').run(Date.now());
  database.close();
  await channel().waitForMessage(/4 incidents escalated to step 2: paged @.*, #incidents/);
  expect((await bob.waitForMessage(/paged again/)).visible().text).toMatch(
    /Nobody has taken 4 incidents yet: you are paged again\./,
  );
  const threads = [...channel().messages(), ...bob.messages()].map((message) => message.thread().length);
  expect(threads).toEqual(Array(11).fill(0));
});
