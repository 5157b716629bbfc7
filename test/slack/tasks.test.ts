import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
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
let key: string;
const api = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${app.url}/api/incidents${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const events = (number: number) =>
  app.open().prepare('select kind from timeline_events where incident_number = ?').pluck().all(number) as string[];

beforeAll(async () => {
  const titles = ['Shop is <down>', 'Queue grows', 'Disk fills', 'API is slow'];
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, titles);
    await openIncidents(file, ['Salaries are late'], { service: 'Payroll' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  cards = await cardsIn(app, titles);
  const wanted = { name: 'robot', serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;
  const issued = await app.withStorage(({ keys }) => issueKey(keys, wanted, { at: Date.now(), by: OPERATOR }));
  if (issued.kind !== 'issued') throw new Error('no key was made');
  key = issued.secret;
});
afterAll(() => app.stop());

test('a task has an owner, who is told, finds it on the Home tab, and says there that it is done', async () => {
  const { card, key } = cards('Shop is <down>');
  await jane.command('#general', `/opsknight task ${key} Tell the *bank* <now> @bob`);
  await jane.seesEphemeral(`It is a task of ${key} now. They are told.`);
  await bob.dm().waitForMessage(`@jane has given you a task of ${key}: Tell the *bank* <now>.`);
  await card.waitForReply('Task 1 added by @jane, for @bob: Tell the *bank* <now>');
  await card.becomes({ text: /Tasks 1 of 1 open/ });
  const home = bob.openHome();
  await home.waitForText(/Your tasks\n☐ 1\. Tell the \*bank\* <now> · INC-1/);
  await bob.click(home, 'Done');
  await card.becomes({ text: /Tasks 0 of 1 open/ });
  await card.waitForReply('Task 1 done by @bob: Tell the *bank* <now>');
  await until(() => !home.visible()?.text.includes('Your tasks'));
  await jane.command('#general', `/opsknight task ${key} done 1`);
  await jane.seesEphemeral(/Task 1 of INC-1 was done by @bob .* already\./);
  await jane.command('#general', `/opsknight task ${key} reopen #1`);
  await jane.seesEphemeral(`Task 1 of ${key} is open again.`);
  const question = await bob.dm().waitForMessage('has given you a task');
  await bob.click(question, 'Done');
  await bob.seesEphemeral(`Task 1 of ${key} is done.`);
});

test('by the form all of it is said at once; there it is changed, done and open again', async () => {
  const { card, key } = cards('Queue grows');
  await jane.choose(card, '⋯', 'More…');
  await (await jane.seesModal(key)).click('Tasks…');
  const form = await jane.seesModal(`Tasks of ${key}`);
  expect(form.visible().text).toContain('Nothing is to be done yet.');
  await form.fill('Task', 'Write it up');
  await form.choose('Whose it is', 'bob');
  await form.pickDateTime('Due', Math.floor(Date.now() / 1000) - 60);
  expect(await form.submit()).toBe('errors');
  expect(Object.values(form.errors())).toEqual([expect.stringMatching(/a time that is still to come/)]);
  await form.pickDateTime('Due', Math.floor(Date.now() / 1000) + 86_400);
  expect(await form.submit()).toBe('closed');
  await bob.dm().waitForMessage(/has given you a task of INC-2: Write it up\. It is due/);
  await jane.command('#general', `/opsknight task ${key}`);
  const list = await jane.seesModal(`Tasks of ${key}`);
  expect(list.visible().text).toContain('☐ 1. Write it up · @bob · due');
  await list.click('Done');
  await until(() => list.visible().text.includes('☑ 1. Write it up · @bob · done by @jane'));
  await list.click('Reopen');
  await until(() => list.visible().text.includes('☐ 1. Write it up'));
  await list.click('Edit…');
  const edit = await jane.seesModal(`Task 1 of ${key}`);
  await edit.fill('Task', 'Write it all up');
  expect(await edit.submit()).toBe('closed');
  await card.waitForReply(/Task 1 changed by @jane, for @bob, due .*: Write it all up/);
});

test('when it is due its owner is reminded, once, also after the end', async () => {
  const { card } = cards('Disk fills');
  const due = new Date(Date.now() + 1_500).toISOString();
  expect((await api('POST', '/3/add_task', { text: 'Order a disk', owner: 'bob@example.com', due })).status).toBe(200);
  await jane.click(card, 'Resolve');
  await (await jane.seesModal(/Resolve/)).submit();
  const reminder = await bob.dm().waitForMessage('⏰ A task of INC-3 is due: Order a disk');
  expect(events(3).filter((kind) => kind === 'task_due')).toHaveLength(1);
  await bob.click(reminder, 'Done');
  await bob.seesEphemeral('Task 1 of INC-3 is done.');
});

test('of a private incident the tasks are seen, and heard of, by nobody else', async () => {
  const alice = app.slack.workspace().member('alice');
  app.slack.workspace().channel('#leads').add(alice);
  await app.slack.workspace().channel('#leads').waitForMessage('Salaries are late');
  await alice.command('#general', '/opsknight task INC-5 Pay them @bob');
  await alice.seesEphemeral(/The task was not given to them: it belongs to a private channel/);
  await alice.command('#general', '/opsknight task INC-5 Pay them @alice');
  await alice.seesEphemeral('It is a task of INC-5 now.');
  await bob.command('#general', '/opsknight task INC-5');
  await bob.seesEphemeral(/There is no INC-5, or it belongs to a private channel/);
  await bob.command('#general', '/opsknight task INC-5 done 1');
  await bob.seesEphemeral(/There is no INC-5, or it belongs to a private channel/);
  await alice.openHome().waitForText(/Pay them · INC-5/);
  app.slack.workspace().channel('#leads').remove(alice);
  await until(async () => !(await alice.openHome().waitForText('Your incidents')).text.includes('Pay them'));
});

test('the web page and the API have them as well', async () => {
  const due = new Date(Date.now() + 86_400_000).toISOString();
  const added = await api('POST', '/4/add_task', { text: 'Rotate the keys', owner: 'bob@example.com', due });
  expect(added.status).toBe(200);
  await bob.dm().waitForMessage(/robot has given you a task of INC-4: Rotate the keys/);
  expect((await api('POST', '/4/add_task', { text: 'x'.repeat(301) })).status).toBe(400);
  expect((await api('POST', '/4/add_task', { text: 'Late', due: '2020-01-01T00:00:00Z' })).status).toBe(400);
  expect((await api('POST', '/4/finish_task', { task: 2 })).status).toBe(409);
  expect((await api('GET', '/5/tasks')).status).toBe(404);
  expect((await api('GET', '/4/tasks')).body).toEqual({
    tasks: [
      {
        task: 1,
        incident: 'INC-4',
        text: 'Rotate the keys',
        owner: { name: 'bob' },
        due_at: due,
        done_at: null,
        done_by: null,
      },
    ],
  });
  const cookie = await app.signIn(jane);
  const page = async () => (await fetch(`${app.url}/incidents/4`, { headers: { cookie } })).text();
  const shown = await page();
  expect(shown).toMatch(/1\. Rotate the keys/);
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(shown) ?? [];
  const send = (path: string, fields: Record<string, string>) =>
    fetch(`${app.url}/incidents/4/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: app.url },
      body: new URLSearchParams({ form_token: token, ...fields }),
    });
  expect((await send('finish-task', { task: '1' })).status).toBe(303);
  expect((await send('task', { text: 'Tell <everybody>', owner: '', due: '' })).status).toBe(303);
  expect(await page()).toMatch(/Tell &lt;everybody&gt;/);
  expect((await api('GET', '/4/tasks')).body).toMatchObject({
    tasks: [
      { task: 2, text: 'Tell <everybody>' },
      { task: 1, done_by: { name: 'jane' } },
    ],
  });
});
