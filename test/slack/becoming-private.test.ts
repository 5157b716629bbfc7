import { afterEach, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

let app: App;
afterEach(() => app.stop());

const settings = (more = ', notify: { events: { note_added: true } }') => `
workspace: { default_channel: "#incidents"${more} }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
services:
  - { name: Payroll, channel: "#leads" }
`;

/** Says that an incident is one of the service whose channel is private. */
async function moveToPayroll(key: string): Promise<void> {
  const jane = app.slack.workspace().member('jane');
  await jane.command('#general', `/opsknight edit ${key}`);
  const modal = await jane.seesModal(`Edit ${key}`);
  await modal.choose('Service', 'Payroll');
  expect(await modal.submit()).toBe('closed');
}

test('a row of a storm that belongs to a private channel from now on is not shown in the storm any more', async () => {
  const titles = [...Array.from({ length: 6 }, (_, index) => `Rack ${index + 1}`), 'Salaries are public'];
  app = await App.start(settings(), (_slack, databaseFile) => openIncidents(databaseFile, titles));
  const workspace = app.slack.workspace();
  const storm = await workspace.channel('#incidents').waitForMessage('Storm: 7 incidents at once');
  const jane = workspace.member('jane');
  await jane.command('#general', '/opsknight note INC-7 Look at the payroll file');
  await jane.command('#general', '/opsknight note INC-6 It is only the fan');
  await storm.waitForReply('payroll file');
  await storm.waitForReply('only the fan');
  await moveToPayroll('INC-7');
  await workspace.channel('#leads').waitForMessage('Salaries are public');
  await until(() => !storm.thread().some((line) => line.visible().text.includes('payroll')));
  await storm.becomes({ text: /Storm: 6 incidents at once[\s\S]*1 private incident is not shown here/ });
  expect(storm.visible().text).not.toContain('Salaries');
  const said = [storm.visible().text, ...storm.thread().map((line) => line.visible().text)].join('\n');
  expect(said).not.toContain('INC-7');
});

test('what is of no urgency that is announced is taken out of sight as well when it becomes private', async () => {
  app = await App.start(settings(', notify: { urgencies: [HIGH] }'), (_slack, databaseFile) =>
    openIncidents(databaseFile, ['Salaries are public']),
  );
  const workspace = app.slack.workspace();
  const card = await workspace.channel('#incidents').waitForMessage('Salaries are public');
  const jane = workspace.member('jane');
  await jane.command('#general', '/opsknight urgency INC-1 low');
  await card.becomes({ text: /LOW/ });
  await moveToPayroll('INC-1');
  await card.becomes({
    text: '🔒 INC-1: this incident continues in private. The members of its channel see it there.',
  });
});
