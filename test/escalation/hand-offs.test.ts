import { beforeEach, describe, expect, test } from '@jest/globals';
import { DAY, HOUR } from '../../src/lib/clock.ts';
import { withPart } from '../../src/notifications/team-channels/topic.ts';
import { HandOffs } from '../../src/oncall/hand-offs.ts';
import { parseRosterTime, rosterAfter, rosterBefore } from '../../src/oncall/roster.ts';
import { JANE, QuietHouse } from './quiet-house.ts';

const SETTINGS = `
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Smith, email: bob@example.com }
schedules:
  - name: payments
    timezone: Europe/Berlin
    layers: [{ start: 2026-01-05T09:00, rotation: daily, users: [jane@example.com, bob@example.com] }]
`;

let house: QuietHouse;
/** What people are told when it is looked who is on call, as the app does every few seconds. */
async function look(): Promise<string[]> {
  await new HandOffs(house.onCall, house).look(await house.onCall.directory());
  return house.told();
}

beforeEach(async () => {
  house = await QuietHouse.open('2026-01-05T12:00:00Z', SETTINGS);
});

test('whoever goes on call is told once, until when', async () => {
  expect(await look()).toEqual(['jane@example.com: payments until 2026-01-06T08:00']);
  expect(await look()).toEqual([]);
  await house.passes(20 * HOUR);
  expect(await look()).toEqual(['bob@example.com: payments until 2026-01-07T08:00']);
  expect(await look()).toEqual([]);
});

test('after the app was down for several turns, only who is on call now is told; and nobody, if it is the same', async () => {
  await look();
  await house.isDownFor(3 * DAY);
  expect(await look()).toEqual(['bob@example.com: payments until 2026-01-09T08:00']);
  await house.isDownFor(2 * DAY);
  expect(await look()).toEqual([]);
});

test('two looks at the same time tell once', async () => {
  const directory = await house.onCall.directory();
  await Promise.all([1, 2].map(() => new HandOffs(house.onCall, house).look(directory)));
  expect(await house.told()).toEqual(['jane@example.com: payments until 2026-01-06T08:00']);
});

test('an override is a hand-off too, and its end another; a gap tells nobody', async () => {
  await look();
  const from = house.now();
  const override = { schedule: 'payments', from, to: from + HOUR, userId: 2, replaces: null, madeBy: JANE };
  expect(await house.onCall.addOverride(override, null, 'request 1')).toBe(true);
  expect(await house.onCall.addOverride(override, null, 'request 1')).toBe(false);
  expect(await look()).toEqual(['bob@example.com: payments until 2026-01-05T13:00']);
  await house.passes(HOUR);
  expect(await look()).toEqual(['jane@example.com: payments until 2026-01-06T08:00']);
  await house.apply('schedules: [{ name: payments, timezone: UTC, layers: [] }]');
  expect(await look()).toEqual([]);
});

describe('the channel of a team', () => {
  const withChannel = (handOff: string, more = '') => `${SETTINGS}    hand_off: ${handOff}\n${more}`;
  const TOPIC = '{ channel: "#payments", topic: true }';
  const BOB = 'On call now: @Bob Smith';
  const JANE_NOW = 'On call now: @Jane Doe';

  test('hears each hand-off once, with its topic, also when the app was down, and when the clock was set', async () => {
    await house.apply(withChannel(TOPIC));
    expect(await house.heard()).toEqual([`#payments: ${JANE_NOW}`, 'topic of #payments']);
    expect(await house.heard()).toEqual([]);
    house.topics.set('#payments', `Payments team | ${JANE_NOW} | deploys on Tuesdays`);
    await house.passes(20 * HOUR);
    expect(await house.heard()).toEqual([`#payments: ${BOB}`, 'topic of #payments']);
    expect(house.topics.get('#payments')).toBe(`Payments team | ${BOB} | deploys on Tuesdays`);
    await house.isDownFor(3 * DAY);
    expect(await house.heard()).toEqual([`#payments: ${JANE_NOW}`, 'topic of #payments']);
    await house.isDownFor(2 * DAY);
    expect(await house.heard()).toEqual([]);
  });

  test('hears of overrides and gaps; what people have taken out of the topic comes back at the next hand-off only', async () => {
    await house.apply(withChannel(TOPIC));
    await house.heard();
    house.topics.set('#payments', 'Payments team');
    expect(await house.heard()).toEqual([]);
    const from = house.now();
    const override = { schedule: 'payments', from, to: from + HOUR, userId: 2, replaces: null, madeBy: JANE };
    await house.onCall.addOverride(override, null, 'request 1');
    expect(await house.heard()).toEqual([`#payments: ${BOB}`, 'topic of #payments']);
    expect(house.topics.get('#payments')).toBe(`Payments team | ${BOB}`);
    await house.apply(`schedules: [{ name: payments, timezone: UTC, hand_off: ${TOPIC} }]`);
    await house.passes(HOUR);
    expect(await house.heard()).toEqual(['#payments: On call now: nobody', 'topic of #payments']);
  });

  test('two schedules share a topic; a channel that is given up has its topic back', async () => {
    const second = `  - { name: backup, timezone: UTC, hand_off: ${TOPIC} }`;
    await house.apply(withChannel(TOPIC, second));
    await house.heard();
    expect(house.topics.get('#payments')).toBe('On call now: backup nobody, payments @Jane Doe');
    house.topics.set('#payments', `Ours | ${house.topics.get('#payments')}`);
    await house.apply(withChannel('{ channel: "#search" }', '  - { name: backup, timezone: UTC }'));
    expect(await house.heard()).toEqual([`#search: ${JANE_NOW}`, 'topic of #payments']);
    expect(house.topics.get('#payments')).toBe('Ours');
    expect(await house.heard()).toEqual([]);
  });

  test('what Slack could not be told is not told any more once somebody else is on call', async () => {
    await house.apply(withChannel('{ channel: "#payments" }'));
    await house.tellTeams();
    await house.passes(20 * HOUR);
    expect(await house.heard()).toEqual([`#payments: ${BOB}`]);
  });

  test('gets the roster once a week, by the clock of the schedule; none in the middle of the first, and none that is a day late', async () => {
    await house.apply(withChannel('{ channel: "#payments", roster: "tue 10:00" }'));
    const rosters = async () => (await house.heard()).filter((words) => !words.includes('On call now'));
    expect(await rosters()).toEqual([]);
    await house.passes(20 * HOUR + 30 * 60_000);
    expect(await rosters()).toEqual([]);
    await house.passes(HOUR);
    const names = Array.from({ length: 8 }, (_, day) => (day % 2 === 0 ? 'Bob Smith' : 'Jane Doe'));
    expect(await rosters()).toEqual([`#payments: ${names.join(', ')}`]);
    expect(await rosters()).toEqual([]);
    await house.isDownFor(8 * DAY);
    expect(await rosters()).toEqual([]);
    await house.passes(6 * DAY);
    expect(await rosters()).toHaveLength(1);
  });
});

test.each<[topic: string, written: string | null, wanted: string | null, expected: string]>([
  ['', null, 'On call now: @bob', 'On call now: @bob'],
  ['Team', null, 'On call now: @bob', 'Team | On call now: @bob'],
  ['On call now: see wiki', null, 'On call now: @bob', 'On call now: see wiki | On call now: @bob'],
  ['A | On call now: @bob | B', 'On call now: @bob', 'On call now: @jane', 'A | On call now: @jane | B'],
  ['On call now: @bob till 6', 'On call now: @bob', 'On call now: @jane', 'On call now: @jane till 6'],
  ['A | On call now: Bob | B', 'On call now: @bob', 'On call now: @jane', 'A | On call now: @jane | B'],
  ['On call now: @bob | B', 'On call now: @bob', null, 'B'],
  ['A | On call now: @bob', 'On call now: @bob', null, 'A'],
  ['A', 'On call now: @bob', null, 'A'],
  ['x'.repeat(240), null, 'On call now: @bob', 'x'.repeat(240)],
  [`${'x'.repeat(229)} | On call now: @bob`, 'On call now: @bob', 'On call now: @robert-longname', 'x'.repeat(229)],
  ['$& A', null, '$& B', '$& A | $& B'],
])('the topic %j with our part %j becomes %j', (topic, written, wanted, expected) => {
  expect(withPart(topic, written, wanted)).toBe(expected);
});

test('a roster is due at the same wall-clock time each week, through the change of the clocks', () => {
  const time = parseRosterTime('mon 09:00');
  const due = (at: string) => new Date(rosterBefore(time, 'Europe/Berlin', Date.parse(at))).toISOString();
  expect(due('2026-03-23T07:59:59Z')).toBe('2026-03-16T08:00:00.000Z');
  expect(due('2026-03-23T08:00:00Z')).toBe('2026-03-23T08:00:00.000Z');
  expect(due('2026-03-30T06:59:59Z')).toBe('2026-03-23T08:00:00.000Z');
  expect(due('2026-03-30T07:00:00Z')).toBe('2026-03-30T07:00:00.000Z');
  const next = rosterAfter(time, 'Europe/Berlin', Date.parse('2026-03-23T08:00:00Z'));
  expect(new Date(next).toISOString()).toBe('2026-03-30T07:00:00.000Z');
});
