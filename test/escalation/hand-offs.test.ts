import { beforeEach, expect, test } from '@jest/globals';
import { DAY, HOUR } from '../../src/lib/clock.ts';
import { HandOffs } from '../../src/oncall/hand-offs.ts';
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
