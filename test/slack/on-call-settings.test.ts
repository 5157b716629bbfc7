import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App } from './app.ts';

/*
 * Schedules and escalation policies as admins see and change them in Slack, by the labels that they read.
 */

const SCHEDULE = `
schedules:
  - name: primary
    timezone: Europe/Berlin
    layers: [{ start: 2020-01-06T09:00, rotation: 52w, users: [jane@example.com, bob@example.com] }]
`;
const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Alice Martin, email: alice@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Carol Jones, email: carol@example.com }
services: [{ name: Payment API, escalation_policy: everybody }]
escalation_policies:
  - name: everybody
    steps: [{ after: 0s, notify: ["schedule:primary"] }, { after: 10m, notify: ["user:bob@example.com"] }]
${SCHEDULE}`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS);
});
afterAll(() => app.stop());

/** What is open, the lowest first. */
const open: ModalHandle[] = [];
afterEach(() => {
  for (const modal of open.splice(0).reverse()) if (modal.isOpen) modal.close();
});
const sees = async (who: Person, title: string) => {
  const modal = await who.seesModal(title);
  open.push(modal);
  return modal;
};

const person = (name: string) => app.slack.workspace().member(name);
const stored = () => app.withStorage(({ settingsWriter }) => settingsWriter.read());
const primary = async () => (await stored()).schedules.find(({ name }) => name === 'primary');

async function opens(who: Person, page: string): Promise<ModalHandle> {
  const home = who.openHome();
  await home.waitForText('Settings');
  await who.click(home, page);
  return sees(who, page);
}

/** Opens what is about one of the page's list. */
async function opensOne(who: Person, page: string, one: RegExp, title: string): Promise<ModalHandle> {
  const list = await opens(who, page);
  await list.click('Open', { row: one });
  return sees(who, title);
}

async function form(who: Person, on: ModalHandle, button: string, title: string, row?: RegExp): Promise<ModalHandle> {
  await on.click(button, row && { row });
  return sees(who, title);
}

/** Submits a form until it is done, and waits until the modal below says so. */
async function saves(shown: ModalHandle, below: ModalHandle, said: string): Promise<void> {
  expect({ outcome: await shown.submit(), errors: shown.errors() }).toMatchObject({ errors: {} });
  await until(() => below.visible().text.includes(said));
}

test('an admin adds somebody to a rotation, sees who is on call by that, and only then saves it', async () => {
  const jane = person('jane');
  const schedule = await opensOne(jane, 'Schedules', /primary/, 'Schedule');
  const before = /From now: (@\S+)/.exec(schedule.visible().text)?.[1];
  expect(schedule.visible().text).toContain('hand-off on Monday at 09:00');
  const edit = await form(jane, schedule, 'Edit rotation', 'Edit rotation');
  await edit.choose('Add people', ['@carol']);
  await edit.choose('Hand-off on', 'Wednesday');
  await edit.pickTime('Hand-off at', '08:30');
  await edit.submit();
  await until(() => edit.visible().text.includes('Who is on call then'));
  expect(edit.submitLabel).toBe('Save');
  expect(edit.visible().text).toContain(`From now: ${before}`);
  expect(edit.visible().text).not.toContain('changes at once');
  expect((await primary())?.layers[0]?.users).toHaveLength(2);
  await saves(edit, schedule, 'was saved');
  const [layer] = (await primary())?.layers ?? [];
  expect(layer).toMatchObject({ users: ['jane@example.com', 'bob@example.com', 'carol@example.com'] });
  expect(layer?.start).toMatch(/T08:30$/);
  expect(schedule.visible().text).toContain('hand-off on Wednesday at 08:30');
  expect(schedule.visible().text).toContain(`From now: ${before}`);
  const [entry] = await app.withStorage(({ audit }) => audit.list({ limit: 1 }));
  expect(entry).toMatchObject({ section: 'schedules', by: { kind: 'person', slackUserId: jane.id } });
});

test('whoever is on call is replaced at once only after it was said, and a change after that is said anew', async () => {
  const jane = person('jane');
  await app.apply(SCHEDULE);
  const schedule = await opensOne(jane, 'Schedules', /primary/, 'Schedule');
  const now = /From now: @(\S+)/.exec(schedule.visible().text)?.[1] ?? '';
  const other = now === 'bob' ? 'jane' : 'bob';
  const edit = await form(jane, schedule, 'Edit rotation', 'Edit rotation');
  await edit.fill('People, in the order of their turns', 'nobody in particular');
  await edit.submit();
  expect(Object.values(edit.errors()).join()).toContain('Nobody is called nobody in particular');
  await edit.fill('People, in the order of their turns', 'BOB@example.com\njane@example.com');
  await edit.choose('Whose turn it is now', `@${other}`);
  await edit.submit();
  await until(() => edit.visible().text.includes(`On call changes at once: @${other} instead of @${now}`));
  await edit.fill('A turn lasts', 'sometimes');
  await edit.submit();
  expect(Object.values(edit.errors()).join()).toContain('is not a rotation');
  await edit.fill('A turn lasts', '40w');
  await edit.submit();
  await until(() => edit.submitLabel === 'Save' && Object.keys(edit.errors()).length === 0);
  expect((await primary())?.layers[0]?.rotation).toBe('52w');
  await saves(edit, schedule, `From now: @${other}`);
  expect((await primary())?.layers[0]).toMatchObject({
    rotation: '40w',
    users: ['bob@example.com', 'jane@example.com'],
  });
});

test('of two admins who change the rotations of a schedule at once the second is refused, and so is one whose file was applied', async () => {
  const [jane, alice] = [person('jane'), person('alice')];
  await app.apply(SCHEDULE);
  const [hers, theirs] = [
    await opensOne(jane, 'Schedules', /primary/, 'Schedule'),
    await opensOne(alice, 'Schedules', /primary/, 'Schedule'),
  ];
  const [one, two] = [
    await form(jane, hers, 'Edit rotation', 'Edit rotation'),
    await form(alice, theirs, 'Edit rotation', 'Edit rotation'),
  ];
  await one.choose('Add people', ['@carol']);
  await two.choose('Take people out', ['@bob']);
  for (const edit of [one, two]) {
    await edit.submit();
    await until(() => edit.submitLabel === 'Save');
  }
  await saves(one, hers, 'was saved');
  await two.submit();
  expect(Object.values(two.errors()).join()).toContain('changed since you opened the form');
  expect((await primary())?.layers[0]?.users).toContain('carol@example.com');

  two.close();
  const third = await form(alice, theirs, 'Edit rotation', 'Edit rotation');
  await third.choose('Take people out', ['@bob']);
  await app.apply(SCHEDULE, 'lock');
  await third.submit();
  expect(Object.values(third.errors()).join()).toContain('It is set in opsknight.yml');
  third.close();
  theirs.close();
  const locked = await form(alice, await sees(alice, 'Schedules'), 'Open', 'Schedule', /primary/);
  expect(locked.visible().text).toContain('It is set in opsknight.yml');
  expect(locked.visible().buttons).toEqual(['Add override']);
  await app.apply(SCHEDULE, 'unlock');
});

test('admins make overrides and delete them, also those of opsknight.yml; whom it had put on call is told', async () => {
  const [jane, carol] = [person('jane'), person('carol')];
  await app.apply(
    SCHEDULE.replace(']}', ']}').replace(
      '    layers',
      '    overrides: [{ from: "2099-01-05T09:00", to: "2099-01-06T09:00", user: bob@example.com }]\n    layers',
    ),
  );
  const schedule = await opensOne(jane, 'Schedules', /primary/, 'Schedule');
  const add = await form(jane, schedule, 'Add override', 'Add override');
  await add.choose('Who', '@carol');
  await saves(add, schedule, 'From now: @carol');
  await carol.dm().waitForMessage('has put you on call');

  const removal = await form(jane, schedule, 'Delete', 'Delete override', /@carol/);
  expect(removal.visible().text).toMatch(/On call changes at once: @\w+ instead of @carol/);
  await saves(removal, schedule, 'The override was deleted');
  await carol.dm().waitForMessage('has taken away the override');
  const other = await form(jane, schedule, 'Delete', 'Delete override', /@bob from/);
  await saves(other, schedule, 'There is none now or to come');
  expect((await primary())?.overrides).toEqual([]);
});

test('a schedule is created, gets its rotation, its zone and its team’s channel, and goes; one that a policy uses stays', async () => {
  const jane = person('jane');
  const list = await opens(jane, 'Schedules');
  const create = await form(jane, list, 'Create schedule', 'Create schedule');
  await create.fill('Name', 'night <!here>');
  await create.fill('Time zone', 'Europe/Berln');
  await create.submit();
  expect(Object.values(create.errors()).join()).toContain('Europe/Berlin');
  await create.fill('Time zone', 'Europe/Berlin');
  await saves(create, list, 'was created');
  const schedule = await form(jane, list, 'Open', 'Schedule', /night/);
  const add = await form(jane, schedule, 'Add rotation', 'Add rotation');
  await add.choose('People', ['@carol', '@bob']);
  await add.fill('First hand-off', '2026-02-30T09:00');
  await add.submit();
  expect(Object.values(add.errors()).join()).toContain('is not a date and time');
  await add.fill('First hand-off', '2026-03-02T09:00');
  await add.fill('A turn lasts', 'daily');
  await add.submit();
  await until(() => add.visible().text.includes('instead of nobody'));
  await saves(add, schedule, 'one more rotation');
  const zone = await form(jane, schedule, 'Change zone', 'Change zone');
  await zone.fill('Time zone', 'Asia/Tokyo');
  await zone.submit();
  await until(() => zone.submitLabel === 'Save');
  await saves(zone, schedule, 'zone Asia/Tokyo');
  const edit = await form(jane, schedule, 'Edit schedule', 'Edit schedule');
  await edit.choose('Channel of its team', '#general');
  await edit.fill('Weekly roster', 'never');
  await saves(edit, schedule, '#general');
  expect((await stored()).schedules.find(({ name }) => name.startsWith('night'))).toMatchObject({
    timezone: 'Asia/Tokyo',
    hand_off: { channel: '#general', topic: false, roster: false },
    layers: [{ rotation: 'daily', users: ['carol@example.com', 'bob@example.com'] }],
  });
  schedule.close();
  const removal = await form(jane, list, 'Delete', 'Delete schedule', /night/);
  await saves(removal, list, 'was deleted');
  const used = await form(jane, list, 'Delete', 'Delete schedule', /primary/);
  expect(used.visible().text).toContain('can’t be deleted while policies page by it: everybody');
  expect(used.submitLabel).toBeUndefined();
  expect((await stored()).schedules.map(({ name }) => name)).toEqual(['primary']);
});

test('a policy says in words what it does, what climbs by it, and which services use it; its steps are added, moved and removed', async () => {
  const jane = person('jane');
  await jane.command('#incidents', '/opsknight create Basket is empty');
  const incident = await jane.seesModal('Create incident');
  await incident.choose('Service', 'Payment API');
  await incident.submit();
  await app.slack.workspace().channel('#incidents').waitForMessage('Basket is empty');
  const policy = await opensOne(jane, 'Policies', /everybody/, 'Policy');
  const { text } = policy.visible();
  expect(text).toContain('Used by Payment API');
  expect(text).toContain('1 incident of them is open and unacknowledged');
  expect(text).toMatch(/1. At once: whoever is on call in primary.*2. 10 minutes later: @bob/s);
  const add = await form(jane, policy, 'Add step', 'Add step');
  await add.submit();
  expect(Object.values(add.errors()).join()).toContain('A step has to call somebody');
  await add.choose('Whoever is on call in', ['primary']);
  await add.choose('People', ['@carol', '@jane']);
  await add.choose('Channels', ['#general']);
  await add.fill('After', 'a while');
  await add.submit();
  expect(Object.values(add.errors()).join()).toContain('is not a duration');
  await add.fill('After', '5m');
  await saves(add, policy, 'one more step');
  const edit = await form(jane, policy, 'Edit step', 'Edit step', /#general/);
  await edit.choose('Place', 'Step 2');
  await edit.choose('People', ['@carol']);
  await saves(edit, policy, 'was saved');
  const repeats = await form(jane, policy, 'Edit repeats', 'Edit policy');
  await repeats.fill('Repeat', 'often');
  await repeats.submit();
  expect(Object.keys(repeats.errors())).toEqual(['Repeat']);
  await repeats.fill('Repeat', '2');
  await repeats.choose('Pages for incidents that are', ['🔴 HIGH']);
  await saves(repeats, policy, 'It pages only for HIGH');
  const removal = await form(jane, policy, 'Remove step', 'Remove step', /10 minutes later/);
  await saves(removal, policy, 'was removed');
  expect((await stored()).escalation_policies).toMatchObject([
    {
      repeat: 2,
      urgencies: ['HIGH'],
      steps: [
        { after: '0s', notify: ['schedule:primary'] },
        { after: '5m', notify: ['schedule:primary', 'user:carol@example.com', 'channel:#general'] },
      ],
    },
  ]);
});

test('two admins who edit one policy at once do not overwrite each other; one that is used can’t go, another is made and goes', async () => {
  const [jane, alice] = [person('jane'), person('alice')];
  const [hers, theirs] = [
    await opensOne(jane, 'Policies', /everybody/, 'Policy'),
    await opensOne(alice, 'Policies', /everybody/, 'Policy'),
  ];
  const one = await form(jane, hers, 'Edit step', 'Edit step', /At once/);
  const two = await form(alice, theirs, 'Remove step', 'Remove step', /At once/);
  await one.choose('People', ['@bob']);
  await saves(one, hers, 'was saved');
  await two.submit();
  await until(() => two.visible().text.includes('changed'));
  expect((await stored()).escalation_policies[0]?.steps[0]?.notify).toContain('user:bob@example.com');
  hers.close();
  const list = await sees(jane, 'Policies');
  const used = await form(jane, list, 'Delete', 'Delete policy', /everybody/);
  expect(used.visible().text).toContain('can’t be deleted while services use it: Payment API');
  used.close();
  const create = await form(jane, list, 'Create policy', 'Create policy');
  await create.fill('Name', 'Everybody');
  await create.choose('People', ['@carol']);
  await create.submit();
  expect(Object.values(create.errors()).join()).toContain('There is one of that name already');
  await create.fill('Name', 'night');
  await saves(create, list, 'was created');
  const removal = await form(jane, list, 'Delete', 'Delete policy', /night/);
  await saves(removal, list, 'was deleted');
  expect((await stored()).escalation_policies.map(({ name }) => name)).toEqual(['everybody']);
});

test('an admin who is none any more saves nothing of what they still have open', async () => {
  const alice = person('alice');
  const schedule = await opensOne(alice, 'Schedules', /primary/, 'Schedule');
  const edit = await form(alice, schedule, 'Edit rotation', 'Edit rotation');
  await edit.choose('Add people', ['@alice']);
  await edit.submit();
  await until(() => edit.submitLabel === 'Save');
  await app.apply('users: [{ name: Alice Martin, email: alice@example.com, role: responder }]');
  await edit.submit();
  expect(Object.values(edit.errors()).join()).toContain('Only an admin');
  expect((await primary())?.layers[0]?.users).not.toContain('alice@example.com');
});

test('a rotation of a hundred people and schedules by the dozen stay within what Slack takes', async () => {
  const jane = person('jane');
  const emails = Array.from({ length: 120 }, (_, index) => `person-with-a-long-address-${index}@example.com`);
  const users = emails.map((email, index) => `{ name: "${'Long name '.repeat(8)}${index}", email: ${email} }`);
  const layer = `{ start: 2020-01-06T09:00, rotation: 1h, users: [${emails.join(', ')}] }`;
  // Turns of an hour are the most that there is to look through.
  const many = Array.from({ length: 40 }, (_, index) => `{ name: crowd-${index}, timezone: UTC, layers: [${layer}] }`);
  await app.apply(`users: [${users.join(', ')}]\nschedules: [${many.join(', ')}]`);
  const list = await opens(jane, 'Schedules');
  await list.choose('Find a schedule', 'crowd-39');
  const schedule = await sees(jane, 'Schedule');
  const edit = await form(jane, schedule, 'Edit rotation', 'Edit rotation');
  await edit.choose('Add people', ['@carol']);
  await edit.submit();
  await until(() => edit.submitLabel === 'Save');
  await saves(edit, schedule, 'was saved');
  const [stored39] = (await stored()).schedules.filter(({ name }) => name === 'crowd-39');
  expect(stored39?.layers[0]?.users).toEqual([...emails, 'carol@example.com']);
});
