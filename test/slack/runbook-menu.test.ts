import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
escalation_policies: [{ name: payments, steps: [{ after: 10h, notify: [user:bob@example.com] }] }]
services: [{ name: Payment API, escalation_policy: payments }]
runbooks:
  - name: bookkeeping
    description: What is written down
    steps:
      - { action: add_note, text: first }
      - { action: slack.send_message, channel: "#no-such-channel", message: Hello }
      - { action: slack.set_topic, channel: "#general", topic: "Busy with [incident.id]" }
      - { action: slack.bookmark, channel: "#general", title: Help, link: "https://help.example.com/" }
      - { action: slack.send_message, channel: "#general", message: Pin me, as: first }
      - { action: slack.pin, message: first }
`;
const EXAMPLES = ['database-failover.yml', 'security-incident.yml', 'post-incident.yml', 'first-ten-minutes.yml'];

let app: App;
let jane: Person;
let bob: Person;
const channel = (name: string): ChannelHandle => app.slack.workspace().channel(name);
const run = (runbook: string, key: string) => jane.command('#general', `/opsknight runbook run ${runbook} ${key}`);
const notes = (number: number) =>
  app
    .open()
    .prepare(
      "select json_extract(fact, '$.text') from timeline_events where kind = 'note_added' and incident_number = ? order by id",
    )
    .pluck()
    .all(number) as string[];
const states = (number: number) =>
  app
    .open()
    .prepare(
      'select s.place || s.state from runbook_steps s join runbook_runs r on r.id = s.run_id where r.incident_number = ? order by s.id',
    )
    .pluck()
    .all(number) as string[];

beforeAll(async () => {
  const titles = ['Card declined', 'Queue grows', 'Database is down', 'Odd log-ins', 'Disk full'];
  app = await App.start(SETTINGS, (_, file) => openIncidents(file, titles, { service: 'Payment API' }), {
    isPaced: false,
  });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  for (const file of EXAMPLES) await app.apply(readFileSync(`examples/runbooks/${file}`, 'utf8'));
  await channel('#incidents').waitForMessage('Disk full');
});
afterAll(() => app.stop());

test('Runbooks… begins one, shows what came of each step, and retries or skips those that failed', async () => {
  const card = await channel('#incidents').waitForMessage('Card declined');
  await jane.choose(card, '⋯', 'More…');
  const actions = await jane.seesModal('INC-1');
  await jane.click(actions, 'Runbooks…');
  const modal = await jane.seesModal('Runbooks of INC-1');
  await modal.choose('Runbook', 'bookkeeping');
  expect(await modal.submit()).toBe('closed');
  await channel('#incidents').waitForMessage(/Runbook bookkeeping for INC-1 is through: 6 of 6/, { timeoutMs: 90_000 });
  expect(channel('#general').topic).toBe('Busy with INC-1');

  await jane.choose(card, '⋯', 'More…');
  await jane.click(await jane.seesModal('INC-1'), 'Runbooks…');
  const again = await jane.seesModal('Runbooks of INC-1');
  expect(again.visible()).toMatchObject({
    text: expect.stringMatching(/✅ 1\. Note[\s\S]*❌ 2\. Message: .*[\s\S]*✅ 6\. Pin/),
    buttons: ['Retry step 2', 'Skip step 2'],
  });
  await jane.click(again, 'Skip step 2');
  await until(() => states(1).includes('2skipped'));
  await until(() => !again.visible().buttons.includes('Skip step 2'));
});

test('the page of an incident begins one, and shows each step', async () => {
  const cookie = await app.signIn(jane);
  const page = async () => (await fetch(`${app.url}/incidents/INC-2`, { headers: { cookie } })).text();
  const before = await page();
  expect(before).toContain('Run a runbook');
  const token = /name="([^"]+)" value="([^"]+)"/.exec(before);
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${app.url}/incidents/2/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: app.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ [token?.[1] ?? '']: token?.[2] ?? '', ...fields }),
    });
  expect((await post('runbook', { runbook: 'bookkeeping' })).status).toBe(303);
  await until(() => states(2).length === 6 && states(2).every((one) => !/waiting|under_way/.test(one)));
  const shown = await page();
  expect(shown).toMatch(/✅ 1\. Note/);
  expect(shown).toMatch(/❌ 2\. Message: /);
  const [, step = ''] = /name="step" value="(\d+)"/.exec(shown) ?? [];
  expect((await post('skip-runbook-step', { step })).status).toBe(303);
  await until(() => states(2).includes('2skipped'));
  expect((await post('skip-runbook-step', { step })).status).toBe(409);
});

test('the example for a failover asks, and does what people decide', async () => {
  await run('database-failover', 'INC-3');
  const asked = async (words: string) => channel('#incidents').waitForMessage(words, { timeoutMs: 90_000 });
  await jane.click(await asked('Is the replica of Payment API up to date?'), 'Yes');
  await bob.click(await asked('Fail over now?'), 'No');
  await until(() => notes(3).length > 0);
  expect(notes(3)).toEqual(['No failover for now']);
  await channel('#incidents').waitForMessage(/Runbook database-failover for INC-3 is through/, { timeoutMs: 90_000 });
});

test('the example for a security incident makes a room with its rules, calls people, and asks', async () => {
  await run('security-incident', 'INC-4');
  await channel('#incidents').waitForMessage(/Runbook security-incident for INC-4 is at work: [3-9]/, {
    timeoutMs: 90_000,
  });
  const room = channel('#sec-inc-4');
  const question = await room.waitForMessage('Has somebody from outside seen or changed data?', { timeoutMs: 90_000 });
  await until(() => room.pins.some((one) => one.visible().text.includes('change nothing that could be evidence')));
  await bob.dm().waitForMessage('Odd log-ins');
  await bob.click(question, 'Not known yet');
  await room.waitForMessage(/Tell legal and the data protection officer now/, { timeoutMs: 90_000 });
  expect(notes(4)).toEqual(['Seen or changed from outside: Not known yet']);
});

test.each([
  ['conversations.setTopic', '3'],
  ['bookmarks.add', '4'],
  ['pins.add', '6'],
])('where Slack does not permit %s, that step says so, and the rest is done', async (method, place) => {
  app.slack.faults.error('missing_scope', { method });
  const before = states(5).length;
  await run('bookkeeping', 'INC-5');
  await until(
    () => states(5).length === before + 6 && states(5).every((one) => !/waiting|under_way/.test(one)),
    () => states(5).join(' '),
    { timeoutMs: 90_000 },
  );
  app.slack.faults.clear();
  expect(
    states(5)
      .slice(before)
      .filter((one) => one.endsWith('failed')),
  ).toEqual(['2', place].map((one) => `${one}failed`));
});
