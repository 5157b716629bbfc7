import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ChannelHandle, MessageHandle, Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
escalation_policies: [{ name: payments, steps: [{ after: 0s, notify: [user:bob@example.com] }] }]
services:
  - { name: Payment API, escalation_policy: payments }
  - { name: Payroll, channel: "#leads" }
  - { name: Racks }
runbooks:
  - name: flood
    trigger: { on: opened, services: [Racks] }
    max_concurrent: 3
    steps: [{ action: add_note, text: seen }, { action: wait, at_most: 1s }, { action: add_note, text: seen }]
  - name: bookkeeping
    steps:
      - { action: add_note, text: "[incident.id] is [incident.severity], on call: [oncall.names]" }
      - { action: set_urgency, urgency: LOW }
      - { action: slack.send_message, channel: "#no-such-channel", message: Hello }
      - { action: slack.send_message, channel: "#incidents", message: "Booked: [incident.title]" }
  - name: patience
    trigger: { on: acknowledged, services: [Payment API] }
    steps:
      - { action: wait, at_most: 1h, until: resolved }
      - { action: add_note, text: never }
  - name: loud
    steps: [{ action: slack.send_message, channel: "#general", message: "Look at [incident.title]" }]
  - name: told
    steps:
      - { action: slack.create_channel, name: "room-[incident.title]", description: "About [incident.title]" }
      - { action: slack.create_thread, channel: "#general", thread_updates: true, message: "Follow [incident.title]" }
      - { action: slack.send_message, channel: "#leads", message: "Keep [incident.title]" }
      - { action: wait, at_most: 1h }
`;

let app: App;
let jane: Person;
let bob: Person;
const channel = (name: string): ChannelHandle => app.slack.workspace().channel(name);
const notes = (number: number) =>
  app
    .open()
    .prepare(
      "select json_extract(fact, '$.text') from timeline_events where kind = 'note_added' and incident_number = ?",
    )
    .pluck()
    .all(number) as string[];
const states = (runbook: string) =>
  app
    .open()
    .prepare(
      'select s.state from runbook_steps s join runbook_runs r on r.id = s.run_id where r.runbook = ? order by s.id',
    )
    .pluck()
    .all(runbook) as string[];
const ended = (runbook: string, count: number) =>
  until(
    () => states(runbook).filter((state) => state !== 'waiting' && state !== 'under_way').length === count,
    () => `${states(runbook).join(' ')}`,
    { timeoutMs: 30_000 },
  );
const saying = (name: string, words: string | RegExp): MessageHandle[] =>
  channel(name)
    .messages()
    .filter((one) => (typeof words === 'string' ? one.visible().text.includes(words) : words.test(one.visible().text)));

const untilNothingIsOwed = () =>
  until(() => app.open().prepare('select 1 from deliveries where failed_at is null').get() === undefined, undefined, {
    timeoutMs: 30_000,
  });

async function markPrivate(key: string): Promise<void> {
  await jane.command('#general', `/opsknight private ${key}`);
  const modal = await jane.seesModal(`Mark ${key} private`);
  await modal.choose('Private channel', '🔒 leads');
  expect(await modal.submit()).toBe('closed');
}

beforeAll(async () => {
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, ['Card is <!channel> *declined*', 'Queue grows'], { service: 'Payment API' });
    await openIncidents(file, ['Salaries are late'], { service: 'Payroll' });
    await openIncidents(file, ['Bonuses leaked', 'Pensions leaked'], { service: 'Payment API' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  const text = readFileSync('examples/runbooks/documented.yml', 'utf8');
  await app.withStorage(({ settingsWriter }) =>
    applySettings(settingsWriter, text, { by: OPERATOR, prune: false, dryRun: false, file: 'documented.yml' }),
  );
  await channel('#incidents').waitForMessage('Queue grows');
});
beforeEach(() => app.slack.faults.clear());
afterAll(() => app.stop());

test('the documented steps: a channel with whoever is on call, a message in it, and a thread that follows', async () => {
  await jane.command('#general', '/opsknight runbook run documented INC-1');
  await jane.seesEphemeral(/The runbook is begun for INC-1/);
  await ended('documented', 3);
  expect(states('documented')).toEqual(['done', 'done', 'done']);
  const own = channel('#incident-inc-1');
  const message = await own.waitForMessage('🚨 HIGH incident detected in Payment API');
  expect(message.visible().text).toContain('Impact: no description');
  await until(() => own.memberNames.includes('bob'));
  const thread = await own.waitForMessage('Updates for incident INC-1');
  await bob.click(await own.waitForMessage('Card is'), 'Acknowledge');
  await until(() => thread.thread().some((reply) => reply.visible().text.includes('Acknowledged by @bob')));
  const progress = await channel('#incidents').waitForMessage(/Runbook documented for INC-1 is through: 3 of 3/);
  expect(progress.visible().text).toContain('Channel of its own');
});

test('what a step changes, and what it can’t say, is told; the rest is done all the same', async () => {
  await jane.command('#general', '/opsknight runbook run bookkeeping INC-2');
  await ended('bookkeeping', 4);
  expect(states('bookkeeping')).toEqual(['done', 'done', 'failed', 'done']);
  expect(notes(2)).toEqual(['INC-2 is HIGH, on call: bob']);
  await channel('#incidents').waitForMessage('Booked: Queue grows');
  await channel('#incidents').waitForMessage(/Runbook bookkeeping for INC-2 is through: 4 of 4/);
});

test('a step that failed is done again by a button, once', async () => {
  const progress = await channel('#incidents').waitForMessage(/Runbook bookkeeping for INC-2 is through: 4 of 4/);
  const made = app.slack.workspace().createChannel('no-such-channel', { by: bob });
  made.inviteBot({ by: bob });
  await until(() => app.open().prepare("select 1 from channels where name = 'no-such-channel'").get() !== undefined);
  await jane.click(progress, 'Retry step 3');
  await made.waitForMessage('Hello');
  await progress.becomes({ buttons: [] });
  await until(() => states('bookkeeping').every((state) => state === 'done'));
});

test('one that waits ends with its incident', async () => {
  await jane.command('#general', '/opsknight ack INC-2');
  await until(() => states('patience').length === 4); // the other is that of INC-1
  await jane.command('#general', '/opsknight resolve INC-2');
  await until(() => states('patience').filter((state) => state === 'cancelled').length === 2);
  expect(notes(2)).not.toContain('never');
});

test('a runbook of a private incident says nothing elsewhere, and a name that is none is told', async () => {
  await bob.command('#general', '/opsknight runbook run loud INC-3');
  await bob.seesEphemeral(/There is no INC-3/);
  await jane.command('#general', '/opsknight runbook run loudd INC-3');
  await jane.seesEphemeral(/There is no runbook "loudd". Did you mean "loud"\?/);
  await jane.command('#general', '/opsknight runbook run loud INC-3');
  await ended('loud', 1);
  expect(states('loud')).toEqual(['skipped']);
  expect(saying('#general', 'Salaries')).toEqual([]);
});

test('what runbooks have said of an incident goes when it becomes private, and its channel loses the title', async () => {
  await jane.command('#general', '/opsknight runbook run told INC-4');
  await ended('told', 3);
  const room = channel('#room-bonuses-leaked');
  const root = await channel('#general').waitForMessage('Follow Bonuses leaked');
  await channel('#leads').waitForMessage('Keep Bonuses leaked');
  await channel('#incidents').waitForMessage(/Runbook told for INC-4 is at work: 3 of 4/);
  await jane.command('#general', '/opsknight ack INC-4');
  await until(() => root.thread().length > 0);

  await markPrivate('INC-4');
  await until(() => ['#general', '#incidents'].every((name) => saying(name, /Bonuses|Runbook told/).length === 0));
  await until(() => root.thread().length === 0);
  await until(
    () => !room.name.includes('bonuses'),
    () => room.name,
  );
  expect(saying('#leads', 'Keep Bonuses leaked')).toHaveLength(1);
  await jane.command('#general', '/opsknight resolve INC-4');
  await channel('#leads').waitForMessage(/Runbook told for INC-4 ended early/);
  expect(saying('#incidents', 'Runbook told')).toEqual([]);
});

test('what was on its way when the incident became private goes as well', async () => {
  const general = channel('#general').id;
  const lost = app.slack.faults.loseReply({ method: 'chat.postMessage', when: (sent) => sent['channel'] === general });
  const unread = app.slack.faults.httpError(500, { method: 'conversations.history' });
  await jane.command('#general', '/opsknight runbook run loud INC-5');
  await channel('#general').waitForMessage('Look at Pensions leaked');
  await until(() => lost.hits === 1);
  await markPrivate('INC-5');
  await until(() => unread.hits > 0);
  app.slack.faults.clear();
  await until(() => saying('#general', 'Pensions').length === 0);
  await untilNothingIsOwed();
  expect(saying('#general', 'Pensions')).toEqual([]);
});

test('many incidents at once are one message: what runs for each of them is not shown there', async () => {
  const titles = Array.from({ length: 8 }, (_, index) => `Rack ${index + 1} is hot`);
  await app.withStorage(async ({ keys }) => {
    const wanted = { name: 'flood', serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;
    const issued = await issueKey(keys, wanted, { at: Date.now(), by: OPERATOR });
    if (issued.kind !== 'issued') throw new Error('no key was made');
    const events = titles.map((title) => ({ event_action: 'trigger', title, service: 'Racks' }));
    await fetch(`${app.url}/api/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${issued.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
  });
  await ended('flood', 24);
  await channel('#incidents').waitForMessage(/Storm: \d+ incidents at once/);
  await untilNothingIsOwed();
  expect(saying('#incidents', 'Runbook flood')).toEqual([]);
});
