import { expect, test } from '@jest/globals';
import { afterAbsence } from '../../src/heartbeats/heartbeat.ts';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { type House, startHouse } from './support.ts';

const HEARTBEATS = `
services:
  - { name: Payment API }
heartbeats:
  - { name: nightly-backup, every: 24h, grace: 30m, service: payment api, urgency: MEDIUM }
  - { name: Watch Dog, every: 5m, grace: 1m }
`;

async function houseWithHeartbeats(): Promise<House> {
  const house = await startHouse();
  await house.applySettings(HEARTBEATS);
  return house;
}

const beat = (house: House, name: string, { key = house.key, method = 'GET', body = null as string | null } = {}) =>
  fetch(`${house.url}/api/heartbeats/${encodeURIComponent(name)}`, {
    method,
    headers: { Authorization: `Bearer ${key}` },
    body,
  });

/** As the scheduler does it. */
async function fireDue({ heartbeats, clock }: House): Promise<number> {
  const due = await heartbeats.misses().due(clock.now(), 100);
  for (const timer of due) await heartbeats.miss(timer);
  return due.length;
}

const incidents = ({ store }: House) =>
  store
    .list({ statuses: ['OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'], order: 'newest', limit: 50, offset: 0 })
    .then((page) =>
      page.incidents.map(({ title, state, urgency, alertCount }) => ({ title, ...state, urgency, alertCount })),
    );

test('a heartbeat that does not come opens an incident once, and its next beat resolves it', async () => {
  const house = await houseWithHeartbeats();
  expect((await beat(house, 'nightly-backup', { method: 'POST', body: '{"any": "thing"' })).status).toBe(200);
  house.clock.turn(24 * HOUR + 30 * MINUTE - 1);
  expect(await fireDue(house)).toBe(0);
  house.clock.turn(1);
  await fireDue(house);
  house.clock.turn(5 * 24 * HOUR);
  expect(await fireDue(house)).toBe(0);
  const missed = { title: 'No heartbeat from nightly-backup', urgency: 'MEDIUM', alertCount: 1 };
  expect(await incidents(house)).toMatchObject([{ ...missed, status: 'OPEN' }]);

  expect((await beat(house, 'Nightly-Backup')).status).toBe(200);
  const by = { kind: 'monitor', name: 'heartbeat nightly-backup' };
  expect(await incidents(house)).toMatchObject([{ ...missed, status: 'RESOLVED', by }]);

  // Monitors of monitors and `wget --spider` ask for the head alone.
  house.clock.turn(20 * HOUR);
  const head = await beat(house, 'nightly-backup', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  house.clock.turn(20 * HOUR);
  expect(await fireDue(house)).toBe(0);

  house.clock.turn(5 * HOUR);
  await fireDue(house);
  expect((await incidents(house)).map(({ status }) => status)).toEqual(['OPEN', 'RESOLVED']);
});

test('counting starts with the first beat', async () => {
  const house = await houseWithHeartbeats();
  house.clock.turn(100 * 24 * HOUR);
  expect(await fireDue(house)).toBe(0);
});

test('one whose incident somebody has resolved is missed no more, and is missed again only after it has beaten', async () => {
  const house = await houseWithHeartbeats();
  await beat(house, 'Watch Dog');
  house.clock.turn(6 * MINUTE);
  await fireDue(house);
  const { incidents: open } = await house.store.list({ statuses: ['OPEN'], order: 'newest', limit: 1, offset: 0 });
  await house.incidents.execute(open[0]?.number ?? 0, { type: 'resolve', note: null }, { kind: 'clock' });
  house.clock.turn(HOUR);
  expect(await fireDue(house)).toBe(0);
  expect((await beat(house, 'Watch Dog')).status).toBe(200);
  house.clock.turn(6 * MINUTE);
  await fireDue(house);
  expect((await incidents(house)).map(({ status }) => status)).toEqual(['OPEN', 'RESOLVED']);
});

test('a beat that comes while the miss is on its way wins', async () => {
  const house = await houseWithHeartbeats();
  await beat(house, 'Watch Dog');
  house.clock.turn(6 * MINUTE);
  const [late] = await house.heartbeats.misses().due(house.clock.now(), 1);
  await beat(house, 'Watch Dog');
  expect(late && (await house.heartbeats.miss(late))).toBe(false);
  expect(await incidents(house)).toEqual([]);
});

test('what the settings say now counts, also for what has beaten before', async () => {
  const house = await houseWithHeartbeats();
  await beat(house, 'Watch Dog');
  await house.applySettings('heartbeats: [{ name: Watch Dog, every: 1h }]');
  house.clock.turn(59 * MINUTE);
  expect(await fireDue(house)).toBe(0);
  await house.applySettings('heartbeats: [{ name: Watch Dog, every: 30m }]');
  expect(await fireDue(house)).toBe(1);
});

test('time in which the app was not there does not count, and is noted once', async () => {
  const house = await houseWithHeartbeats();
  await beat(house, 'Watch Dog');
  const attend = (tolerance: number) => house.heartbeatStore.attend({ tolerance, afterAbsence });
  house.clock.turn(2 * MINUTE);
  await attend(30 * MINUTE);
  house.clock.turn(HOUR);
  await attend(0);
  await attend(0);
  house.clock.turn(6 * MINUTE - SECOND);
  expect(await fireDue(house)).toBe(0);
  house.clock.turn(SECOND);
  expect(await fireDue(house)).toBe(1);
});

test('a wall clock that is set makes no beat late, and none early', async () => {
  const house = await houseWithHeartbeats();
  await beat(house, 'Watch Dog');
  house.clock.turn(MINUTE);
  await house.heartbeatStore.attend({ tolerance: MINUTE, afterAbsence });
  for (const by of [3 * HOUR, -7 * HOUR]) {
    const adopt = () => {
      house.clock.time += by;
      return { boot: null, ahead: 0, slept: 0, seenAt: house.clock.now() };
    };
    // As if the clock stood still while it is moved.
    await house.clockStore.moveAlong({ by, at: house.clock.now(), adopt });
    await house.heartbeatStore.attend({ tolerance: MINUTE, afterAbsence });
    expect(await fireDue(house)).toBe(0);
  }
  house.clock.turn(5 * MINUTE);
  expect(await fireDue(house)).toBe(1);
});

test('an unknown name is answered with 404, and a key of a service knows no others', async () => {
  const house = await houseWithHeartbeats();
  const unknown = await beat(house, 'nightly-backups');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: expect.stringContaining('Did you mean "nightly-backup"?') });
  expect((await beat(house, 'nightly-backup', { key: 'wrong' })).status).toBe(401);

  const key = await house.keyOf('Payment API');
  expect((await beat(house, 'nightly-backup', { key })).status).toBe(200);
  const foreign = await beat(house, 'Watch Dogs', { key });
  expect({ status: foreign.status, body: await foreign.text() }).toEqual({
    status: 404,
    body: expect.not.stringContaining('Watch Dog"?'),
  });
  const other = await house.keyOf('Büro');
  expect((await beat(house, 'nightly-backup', { key: other })).status).toBe(404);
});

test('a list says what has been heard', async () => {
  const house = await houseWithHeartbeats();
  await beat(house, 'Watch Dog');
  const list = async (key = house.key) =>
    (await fetch(`${house.url}/api/heartbeats`, { headers: { Authorization: `Bearer ${key}` } })).json();
  expect(await list()).toEqual({
    heartbeats: [
      expect.objectContaining({
        name: 'Watch Dog',
        status: 'beating',
        last_beat: '2026-01-14T11:00:00.000Z',
        expected_before: '2026-01-14T11:06:00.000Z',
      }),
      expect.objectContaining({ name: 'nightly-backup', status: 'waiting', service: 'Payment API', last_beat: null }),
    ],
  });
  expect(await list(await house.keyOf('Büro'))).toEqual({ heartbeats: [] });
});
