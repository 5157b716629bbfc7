import { createHmac } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ChannelHandle, MessageHandle, Person } from 'local-slack';
import { Receiver } from '../outside/receiver.ts';
import { temporaryFolder } from '../temporary.ts';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SIGNING = 'a secret to sign with';
const TOKEN = 'a-token-of-the-tracker';

const settings = (url: string) => `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
escalation_policies: [{ name: payments, steps: [{ after: 10h, notify: [user:bob@example.com, user:jane@example.com] }] }]
services: [{ name: Payment API, escalation_policy: payments }]
runbooks:
  - name: failover
    steps:
      - { action: ask, question: "Fail over *[incident.service]*?", to: [bob@example.com], at_most: 1h, as: failover }
      - action: branch
        if: "[result.failover]"
        is: "Yes"
        then:
          - { action: add_note, text: "failing over, says [result.failover]" }
          - { action: branch, if: "[incident.urgency]", is: [LOW, MEDIUM], then: [{ action: add_note, text: never }], else: [{ action: set_urgency, urgency: MEDIUM }] }
        else:
          - { action: add_note, text: never }
      - { action: ask, question: Is the replica well?, at_most: 1s, default: "No", as: replica }
      - { action: add_note, text: "replica: [result.replica]" }
  - name: everybody
    steps:
      - action: for_each
        of: on_call
        steps:
          - { action: page, to: ["[each.email]"] }
          - { action: add_note, text: "called [each.name]" }
      - action: parallel
        steps:
          - { action: wait, at_most: 2s }
          - { action: add_note, text: at once }
      - { action: assign, to: "@oncall" }
  - name: room
    steps:
      - { action: slack.create_channel, name: "room-[incident.id]" }
      - { action: slack.send_message, channel: "#[incident.channel]", message: Read me first, as: first }
      - { action: slack.invite, users: [jane@example.com] }
      - { action: slack.pin, message: first }
      - { action: slack.bookmark, title: "Dashboard of [incident.service]", link: "https://dash.example.com/payments" }
      - { action: slack.set_topic, channel: "#general", topic: "[incident.id] is [incident.urgency]" }
  - name: tracker
    steps:
      - action: call_webhook
        url: "${url}/tickets"
        headers: { Authorization: "Bearer [secret.TRACKER]" }
        secret_env: TEST_RUNBOOK_SIGNING
        body: { title: "[incident.id]: [incident.title]" }
        keep: { key: "$.issue.key" }
        as: ticket
      - { action: add_note, text: "ticket [result.ticket.key]" }
      - { action: call_webhook, url: "${url}/hangs-up" }
      - { action: call_webhook, url: "${url}/hangs-up-once", idempotent: true }
      - { action: call_webhook, url: "${url}/refuses" }
  - name: action
    steps:
      - { action: run_action, name: where, as: where }
      - { action: add_note, text: "ran: [result.where]" }
      - { action: run_action, name: fails }
      - { action: run_action, name: unheard-of }
`;

const ACTIONS = `
actions:
  - { name: where, command: [/bin/sh, -c, 'echo "$OPSKNIGHT_INCIDENT $0 $SLACK_BOT_TOKEN$RUNBOOK_SECRET_TRACKER"', fixed] }
  - { name: fails, command: [/bin/sh, -c, "exit 3"] }
`;

let app: App;
let receiver: Receiver;
let jane: Person;
let bob: Person;
const channel = (name: string): ChannelHandle => app.slack.workspace().channel(name);
const notes = (number: number) =>
  app
    .open()
    .prepare(
      "select json_extract(fact, '$.text') from timeline_events where kind = 'note_added' and incident_number = ? order by id",
    )
    .pluck()
    .all(number) as string[];
const run = (runbook: string, key: string) => jane.command('#general', `/opsknight runbook run ${runbook} ${key}`);
const progress = (runbook: string, key: string, standing = 'is through'): Promise<MessageHandle> =>
  channel('#incidents').waitForMessage(new RegExp(`Runbook ${runbook} for ${key} ${standing}`), { timeoutMs: 90_000 });
const lines = async (runbook: string, key: string) =>
  (await progress(runbook, key)).visible().text.split('\n').slice(1);

beforeAll(async () => {
  process.env['TEST_RUNBOOK_SIGNING'] = SIGNING;
  process.env['RUNBOOK_SECRET_TRACKER'] = TOKEN;
  receiver = await Receiver.start();
  const actions = join(temporaryFolder('actions'), 'actions.yml');
  writeFileSync(actions, ACTIONS);
  chmodSync(actions, 0o644);
  const titles = ['Card declined', 'Queue grows', 'Disk full', 'Slow pages', 'Odd errors'];
  app = await App.start(settings(receiver.url), (_, file) => openIncidents(file, titles, { service: 'Payment API' }), {
    isPaced: false,
    environment: { RUNBOOK_ACTIONS: actions },
  });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  await channel('#incidents').waitForMessage('Odd errors');
});
beforeEach(() => app.slack.faults.clear());
afterAll(async () => {
  await app.stop();
  await receiver.stop();
});

test('a question is put to whom it is for, with a button for each answer, and the runbook goes on by it', async () => {
  await run('failover', 'INC-1');
  const question = await channel('#incidents').waitForMessage('Fail over Payment API?');
  expect(question.visible()).toMatchObject({ buttons: ['Yes', 'No'], text: expect.stringContaining('@bob') });
  await jane.click(question, 'Yes');
  await jane.seesEphemeral(/A runbook asks others that/);
  await bob.click(question, 'Yes');
  await question.becomes({ buttons: [], text: /✅ Yes, says @bob/ });
  const second = await channel('#incidents').waitForMessage('Is the replica well?');
  await second.becomes({ buttons: [], text: /Nobody has answered; that counts as No/ });
  expect(await lines('failover', 'INC-1')).toEqual([
    '✅ 1. Question: Yes',
    '✅ 2. Branch',
    '✅ 2.1. Note',
    '✅ 2.2. Branch',
    '✅ 2.2.1. Urgency',
    '✅ 3. Question: nobody has answered in time, and the default counts (No)',
    '✅ 4. Note',
  ]);
  expect(notes(1)).toEqual(['failing over, says Yes', 'replica: No']);
});

test('for each of those on call, and several steps at once', async () => {
  await run('everybody', 'INC-2');
  await bob.dm().waitForMessage('Queue grows');
  await progress('everybody', 'INC-2');
  expect(notes(2).sort()).toEqual(['at once', 'called bob', 'called jane']);
  expect((await lines('everybody', 'INC-2')).map((line) => line.split('. ')[0])).toEqual(
    ['1', '1.1', '1.2', '1.3', '1.4', '2', '2.1', '2.2', '3'].map((place) => `✅ ${place}`),
  );
  await channel('#incidents').waitForMessage(/Acknowledged by @bob[\s\S]*Queue grows/);
});

test('a room with people, a pin, a bookmark and a topic', async () => {
  await run('room', 'INC-3');
  await progress('room', 'INC-3');
  const room = channel('#room-inc-3');
  await until(() => room.memberNames.includes('jane'));
  expect(room.pins.map((one) => one.visible().text)).toContain('Read me first');
  expect(room.bookmarks['Dashboard of Payment API']).toBe('https://dash.example.com/payments');
  expect(channel('#general').topic).toBe('INC-3 is HIGH');
});

test('a progress message that somebody deletes is posted anew', async () => {
  await run('failover', 'INC-5');
  const shown = await progress('failover', 'INC-5', 'is at work');
  const open = () =>
    channel('#incidents')
      .messages()
      .find((one) => one.visible().buttons.includes('No'));
  await until(() => open() !== undefined);
  jane.delete(shown);
  await bob.click(open() as MessageHandle, 'No');
  const again = await progress('failover', 'INC-5');
  expect(again.isDeleted).toBe(false);
  expect(app.open().prepare('select 1 from deliveries where failed_at is not null').all()).toEqual([]);
});

test('a webhook is signed, its secrets are shown nowhere, its answer is known later, and what may have arrived is asked about', async () => {
  let hangs = 0;
  receiver.answer = ({ path }) => {
    if (path === '/tickets') return { status: 201, body: JSON.stringify({ issue: { key: 'OPS-7' } }) };
    if (path === '/refuses') return { status: 422 };
    hangs += 1;
    return { status: path === '/hangs-up' || hangs < 3 ? 502 : 200 };
  };
  await run('tracker', 'INC-4');
  expect(await lines('tracker', 'INC-4')).toEqual([
    '✅ 1. Webhook',
    '✅ 2. Note',
    expect.stringMatching(/^❌ 3\. Webhook: it was cut short, and whether it has had its effect is not known/),
    '✅ 4. Webhook',
    '❌ 5. Webhook: the server answered with 422',
  ]);
  expect(notes(4)).toEqual(['ticket OPS-7']);
  const [ticket] = receiver.received.filter(({ path }) => path === '/tickets');
  expect(JSON.parse(ticket?.body ?? '')).toEqual({ title: 'INC-4: Slow pages' });
  expect(ticket?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
  const [, time = '', signature] = /^t=(\d+),v1=(\w+)$/.exec(String(ticket?.headers['opsknight-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', SIGNING).update(`${time}.${ticket?.body}`).digest('hex'));
  const ids = receiver.received
    .filter(({ path }) => path === '/hangs-up-once')
    .map(({ headers }) => headers['opsknight-delivery']);
  expect(new Set(ids).size).toBe(1);
  expect(JSON.stringify(app.open().prepare('select * from runbook_steps').all())).not.toContain(TOKEN);
  expect(JSON.stringify(app.log)).not.toContain(TOKEN);

  receiver.answer = () => ({ status: 200 });
  const shown = await progress('tracker', 'INC-4');
  await jane.click(shown, 'Retry step 3');
  await jane.click(shown, 'Skip step 5');
  await shown.becomes({ buttons: [] });
  expect(await lines('tracker', 'INC-4')).toMatchObject({ 2: '✅ 3. Webhook' });
});

test('an action is run as the operator has registered it, with nothing of the environment, and none other', async () => {
  await run('action', 'INC-4');
  expect(await lines('action', 'INC-4')).toEqual([
    '✅ 1. Action',
    '✅ 2. Note',
    '❌ 3. Action: it ended with 3',
    '❌ 4. Action: no such action is registered on the server',
  ]);
  expect(notes(4)).toContain('ran: INC-4 fixed');
});
