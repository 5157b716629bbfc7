import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChannelHandle, Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { MAX_TAKEN_NAMES, ownChannelName } from '../../src/notifications/incident-channels/name.ts';
import { DEFAULT_INCIDENT_CHANNELS } from '../../src/settings/types.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
incident_channels: { call: "https://meet.example.com/{room}", invite_on_call: true }
schedules: [{ name: payments, timezone: UTC, layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [alice@example.com] }] }]
escalation_policies: [{ name: payments, steps: [{ after: 2h, notify: ["schedule:payments"] }] }]
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
  - { name: Alice Martin, email: alice@example.com }
services:
  - { name: Payment API, escalation_policy: payments, links: [{ text: Runbook, url: "https://wiki.example.com/payments" }] }
  - { name: Payroll, channel: "#leads" }
`;

describe('what the channel of an incident is called', () => {
  const { name: usual } = DEFAULT_INCIDENT_CHANNELS;

  test.each<[service: string | null, taken: number, name: string, template?: string]>([
    [null, 0, 'inc-42'],
    ['Payment API', 0, 'inc-42-payment-api'],
    ['Payment API', 1, 'inc-42-payment-api-2'],
    ['  <!channel> & #co. ', 0, 'inc-42-channel-co'],
    ['Zahlungen (Übersicht)', 0, 'inc-42-zahlungen-übersicht'],
    ['支払い', 0, 'inc-42-支払い'],
    ['!!!', 0, 'inc-42'],
    ['a'.repeat(200), MAX_TAKEN_NAMES, `inc-42-${'a'.repeat(70)}-10`],
    ['Payment API', 1, 'payment-api-war-42-2', '{service}-war-{number}'],
    [null, 0, 'war-42', '{service}-war-{number}'],
    ['a'.repeat(200), 0, `${'a'.repeat(77)}-42`, '{service}-{number}'],
    ['$& {number}', 0, '42_number', '{number}_{service}'],
  ])('%j, with %i names taken: %s', (service, taken, name, template = usual) => {
    expect(ownChannelName(template, { number: 42, service, taken })).toBe(name);
    expect(name.length).toBeLessThanOrEqual(80);
  });
});

let app: App;
let jane: Person;
let bob: Person;
const channel = (name: string): ChannelHandle => app.slack.workspace().channel(name);
const names = () => app.slack.workspace().model.channels.all.map(({ name }) => name);
/** Those that were made for incidents. */
const made = () => names().filter((name) => name.startsWith('inc-'));
const isMade = (name: string) =>
  until(
    () => made().includes(name),
    () => made().join(' '),
  );
const timeline = (number: number) =>
  app.open().prepare('select kind from timeline_events where incident_number = ?').pluck().all(number) as string[];

beforeAll(async () => {
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, ['Card is <declined>'], { service: 'Payment API' });
    await openIncidents(file, ['Queue grows', 'Disk fills', 'Certificate ends'], { urgency: 'MEDIUM' });
    await openIncidents(file, ['Salaries are late'], { service: 'Payroll' });
    await openIncidents(file, ['Refunds are lost'], { service: 'Payment API' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  await channel('#incidents').waitForMessage('Certificate ends');
});
beforeEach(() => app.slack.faults.clear());
afterAll(() => app.stop());

test('a channel is made with its card pinned, topic and bookmarks, and whoever asked in it; once', async () => {
  await jane.command('#general', '/opsknight channel INC-1');
  await jane.seesEphemeral(/A channel for INC-1 is being made/);
  await isMade('inc-1-payment-api');
  const own = channel('#inc-1-payment-api');
  await own.waitForMessage('Card is <declined>');
  // Alice is on call, and nobody has called her.
  await until(() => own.pins.length === 1 && ['jane', 'alice'].every((name) => own.memberNames.includes(name)));
  expect(own.topic).toBe('🔴 HIGH · Open · Card is &lt;declined&gt;');
  expect(Object.keys(own.bookmarks)).toEqual(['INC-1 in OpsKnight', 'Join the call', 'Runbook']);
  expect(own.bookmarks['Join the call']).toMatch(/^https:\/\/meet\.example\.com\/inc-1-[0-9a-f]{16}$/);
  expect((await own.waitForMessage('Card is <declined>')).visible().text).toContain('Join the call');
  const card = await channel('#incidents').waitForMessage('Card is <declined>');
  expect(card.visible().text).not.toContain('Join the call');
  const page = await fetch(`${app.url}/incidents/1`, { headers: { cookie: await app.signIn(bob) } });
  expect(await page.text()).toContain(own.bookmarks['Join the call']);
  await until(() => card.thread().some((reply) => reply.visible().text.includes('It has a channel of its own now')));
  await bob.command('#general', '/opsknight channel INC-1');
  await bob.seesEphemeral(/INC-1 has a channel of its own already/);
  expect(own.memberNames).not.toContain('bob');
});

test('its topic follows, and whoever takes the incident is invited; somebody who has left is not brought back', async () => {
  const own = channel('#inc-1-payment-api');
  await bob.click(await own.waitForMessage('Card is <declined>'), 'Acknowledge');
  await until(() => own.memberNames.includes('bob') && own.topic.startsWith('🔴 HIGH · Acknowledged by @bob'));
  own.remove(bob, { by: bob });
  await bob.command('#general', '/opsknight handback INC-1');
  await until(() => own.topic.startsWith('🔴 HIGH · Open'));
  await bob.command('#general', '/opsknight ack INC-1');
  await until(() => own.topic.startsWith('🔴 HIGH · Acknowledged by @bob'));
  expect(own.memberNames).not.toContain('bob');
});

test('in it, commands need no number', async () => {
  const own = channel('#inc-1-payment-api');
  await jane.command(own, '/opsknight note 42 pods restarted');
  await jane.seesEphemeral(/Your note is in the timeline of INC-1/);
  await jane.command(own, '/opsknight handback');
  await until(() => own.topic.startsWith('🔴 HIGH · Open'));
  await jane.command(own, '/opsknight escalate INC-2');
  await jane.seesEphemeral(/INC-2 has no further escalation step/);
  await jane.command('#general', '/opsknight handback');
  await jane.seesEphemeral(/Write it like this/);
});

test('a lost reply makes one channel, and a name that is taken another one', async () => {
  app.slack.faults.loseReply({ method: 'conversations.create', times: 1 });
  await jane.command('#general', '/opsknight channel INC-2');
  await until(() => timeline(2).includes('channel_made'), undefined, { timeoutMs: 30_000 });
  app.slack.workspace().createChannel('inc-3', { by: bob });
  await jane.command('#general', '/opsknight channel INC-3');
  await isMade('inc-3-2');
  await channel('#inc-3-2').waitForMessage('Disk fills');
  expect(made()).toEqual(['inc-1-payment-api', 'inc-2', 'inc-3', 'inc-3-2']);
  await until(() => channel('#inc-2').memberNames.includes('jane'));
});

test('where Slack refuses, the thread says why; what it refuses of the rest is left out, and said once', async () => {
  const card = await channel('#incidents').waitForMessage('Certificate ends');
  const says = (words: RegExp) =>
    until(
      () => card.thread().some((reply) => words.test(reply.visible().text)),
      () => timeline(4).join(' '),
    );
  app.slack.faults.error('restricted_action', { method: 'conversations.create', times: 1 });
  await jane.command('#general', '/opsknight channel INC-4');
  await says(/No channel was made for it/);
  const { scopes } = app.slack.workspace().model;
  for (const scope of ['pins:write', 'bookmarks:write']) scopes.delete(scope);
  await jane.command('#general', '/opsknight channel INC-4');
  await isMade('inc-4');
  await says(/without .*its bookmarks/);
  await says(/without .*its pinned card/);
  expect(channel('#inc-4').memberNames).toContain('jane');
  for (const scope of ['pins:write', 'bookmarks:write']) scopes.add(scope);
});

test('the channel of an incident that becomes private shows nothing more of it', async () => {
  const own = channel('#inc-3-2');
  await jane.command('#general', '/opsknight private INC-3');
  const modal = await jane.seesModal('Mark INC-3 private');
  await modal.choose('Private channel', '🔒 leads');
  expect(await modal.submit()).toBe('closed');
  await channel('#leads').waitForMessage('Disk fills');
  await until(() => own.topic.startsWith('INC-3 is not for everybody any more'));
  const said = () => own.messages().flatMap((one) => [one, ...one.thread()]);
  await until(() => said().every((one) => !one.visible().text.includes('Disk fills')));
  await jane.click(await channel('#leads').waitForMessage('Disk fills'), 'Acknowledge');
  await (await channel('#leads').waitForMessage('Disk fills')).becomes({ text: /Acknowledged by @jane/ });
  expect(own.topic).not.toContain('jane');
});

test('nor does its name say any more what the incident is about', async () => {
  await jane.command('#general', '/opsknight channel INC-6');
  await isMade('inc-6-payment-api');
  await channel('#inc-6-payment-api').waitForMessage('Refunds are lost');
  await jane.command('#general', '/opsknight private INC-6');
  const modal = await jane.seesModal('Mark INC-6 private');
  await modal.choose('Private channel', '🔒 leads');
  expect(await modal.submit()).toBe('closed');
  await isMade('inc-6');
  expect(names()).not.toContain('inc-6-payment-api');
  const before = channel('#inc-6');
  await until(() => before.pins.length === 0 && Object.keys(before.bookmarks).length === 0);
});

test('a channel that somebody archives is theirs; the incident goes on', async () => {
  channel('#inc-1-payment-api').archive({ by: jane });
  await bob.command('#general', '/opsknight resolve INC-1 Restarted');
  const card = await channel('#incidents').waitForMessage('Card is <declined>');
  await card.becomes({ text: /Resolved by @bob/ });
  const again = channel('#incidents')
    .messages()
    .filter((one) => one.visible().text.includes('Card is <declined>'));
  expect(again).toHaveLength(1);
});

describe('after the end', () => {
  const apply = (archiveAfter: string) => app.apply(`incident_channels: { archive_after: ${archiveAfter} }`);
  const isArchived = (name: string) =>
    until(
      () => app.slack.workspace().model.channels.byName(name)?.archived === true,
      () => timeline(2).join(' '),
    );
  const incidentOf = (title: string) => channel('#incidents').waitForMessage(title);

  test('a channel in which people are still writing is asked about first, and archived when they say so', async () => {
    await apply('3s');
    const own = channel('#inc-2');
    await jane.command('#general', '/opsknight resolve INC-2 Drained');
    await jane.seesEphemeral(/INC-2/);
    bob.says(own, 'I am still writing the report');
    const question = await own.waitForMessage(/people are still writing/);
    expect(timeline(2)).toContain('channel_in_use');
    await jane.click(question, 'Archive it now');
    await isArchived('inc-2');
    await until(() => timeline(2).includes('channel_archived'));
  });

  test('reopened, the incident says that its channel is archived, and may get another one', async () => {
    await jane.command('#general', '/opsknight reopen INC-2');
    const card = await incidentOf('Queue grows');
    await until(() => card.thread().some((reply) => /can't bring one back/.test(reply.visible().text)));
    await jane.command('#general', '/opsknight channel INC-2');
    await isMade('inc-2-2');
    await channel('#inc-2-2').waitForMessage('Queue grows');
    await until(() => channel('#inc-2-2').memberNames.includes('jane'));
  });

  test('both channels lead to each other: the old one once somebody has brought it back', async () => {
    const [before, after] = [channel('#inc-2'), channel('#inc-2-2')];
    await until(() => Object.keys(after.bookmarks).includes('Before: #inc-2'));
    expect(after.bookmarks['Before: #inc-2']).toContain(before.id);
    before.unarchive({ by: jane });
    before.inviteBot({ by: jane });
    await until(() => before.messages().some((one) => one.visible().text.includes('is in #inc-2-2 now')));
  });

  test('one that is quiet is archived by itself; not that of an incident which goes on', async () => {
    await jane.command('#general', '/opsknight resolve INC-2');
    await isArchived('inc-2-2');
    await apply('1h');
    await jane.command('#general', '/opsknight resolve INC-4');
    const due = () => app.open().prepare("select due_at from timers where kind = 'archive_channel'").all();
    await until(() => due().length === 1);
    await jane.command('#general', '/opsknight reopen INC-4');
    await until(() => due().length === 0);
  });

  test('where Slack does not let the app archive it, the thread says what is missing', async () => {
    await apply('1s');
    app.slack.faults.error('missing_scope', { method: 'conversations.archive', times: 1 });
    await jane.command('#general', '/opsknight resolve INC-4');
    const card = await incidentOf('Certificate ends');
    await until(() => card.thread().some((reply) => /Its channel was not archived.*scope/.test(reply.visible().text)));
    await apply('never');
  });
});

describe('by the settings', () => {
  const RULE = `
services:
  - { name: Orders }
  - { name: Batch, delay: 1h }
  - { name: Old shop }
  - { name: Legal, channel: "#incidents" }
projects: [{ name: Court, closed: true, services: [Legal], channels: ["#incidents"], people: [{ user: jane@example.com, role: admin }] }]
maintenance: [{ name: move, services: [Old shop], from: 2020-01-01T00:00, to: 2099-01-01T00:00 }]
incident_channels: { when: { urgencies: [HIGH] }, name: "war-{number}-{service}" }
`;
  let key: string;
  const report = async (...alerts: object[]) => {
    const response = await fetch(`${app.url}/api/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(alerts.map((alert) => ({ event_action: 'trigger', ...alert }))),
    });
    expect(response.status).toBe(202);
    const { results } = (await response.json()) as { results: { incident: string }[] };
    return results.map(({ incident }) => Number(incident.replace('INC-', '')));
  };
  /** Those of these incidents for which one is asked for, or made. */
  const asked = (numbers: number[]) =>
    numbers.filter((number) =>
      app.open().prepare('select 1 from incident_channels where incident_number = ?').get(number),
    );

  beforeAll(async () => {
    const before = names();
    await app.apply(RULE);
    expect(names()).toEqual(before);
    const wanted = { name: 'tests', serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;
    const issued = await app.withStorage(({ keys }) => issueKey(keys, wanted, { at: Date.now(), by: OPERATOR }));
    if (issued.kind !== 'issued') throw new Error('no key was made');
    key = issued.secret;
  });

  test('what is urgent has a channel, from when it opens or becomes so; each by itself and once', async () => {
    const [orders = 0, search = 0] = await report(
      { title: 'Orders fail', service: 'Orders', dedup_key: 'orders' },
      { title: 'Search is slow', urgency: 'LOW', dedup_key: 'search' },
    );
    expect(asked([orders, search])).toEqual([orders]);
    await until(() => names().includes(`war-${orders}-orders`));
    await channel(`#war-${orders}-orders`).waitForMessage('Orders fail');
    await jane.command('#general', `/opsknight urgency INC-${search} high`);
    await until(() => names().includes(`war-${search}`));
    await channel(`#war-${search}`).waitForMessage('Search is slow');
    await report({ title: 'Orders fail', service: 'Orders', dedup_key: 'orders' });
    await bob.command('#general', `/opsknight channel INC-${orders}`);
    await bob.seesEphemeral(new RegExp(`INC-${orders} has a channel of its own already`));
    expect(names().filter((name) => name.startsWith('war-'))).toEqual([`war-${orders}-orders`, `war-${search}`]);
  });

  test('what is in maintenance, of a closed project, or not shown yet has none', async () => {
    const services = ['Old shop', 'Legal', 'Batch'];
    const numbers = await report(...services.map((service) => ({ title: `${service} hangs`, service })));
    expect(asked(numbers)).toEqual([]);
  });

  test('nor has what became rows of a storm, also when one of them becomes more urgent', async () => {
    app.slack.faults.slow(1_500, { method: 'chat.postMessage', times: 1 });
    const numbers = await report(
      ...Array.from({ length: 9 }, (_, index) => ({ title: `Rack ${index}`, urgency: index > 6 ? 'LOW' : 'HIGH' })),
    );
    await channel('#incidents').waitForMessage(/Storm: \d+ incidents at once/);
    const rows = app.open().prepare('select incident_number from cards where storm_id is not null').pluck();
    const inStorm = numbers.filter((number) => rows.all().includes(number));
    expect(inStorm.length).toBeGreaterThan(5);
    expect(asked(inStorm)).toEqual([]);
    await jane.command('#general', `/opsknight urgency INC-${inStorm.at(-1)} high`);
    await until(() => timeline(inStorm.at(-1) ?? 0).includes('urgency_changed'));
    expect(asked(inStorm)).toEqual([]);
  });
});
