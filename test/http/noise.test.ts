import { expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { facts, passes, trigger } from './noise-support.ts';
import { type House, startHouse } from './support.ts';

const SETTINGS = `
escalation_policies:
  - { name: payments, steps: [{ after: 1m, notify: [user:jane@example.com] }] }
services:
  - { name: Payment API, escalation_policy: payments, delay: 5m, resolve_after_silence: 1h }
`;

async function house(): Promise<House> {
  const started = await startHouse();
  await started.applySettings(SETTINGS);
  return started;
}

const cards = (h: House, number = 1) =>
  h.deps.cards.cardsOf(number, {
    connectionId: h.connectionId,
    slackUserId: 'U1',
    privateChannelIds: [],
    userId: null,
    isAdmin: true,
  });
const owed = async (h: House) => (await h.deliveries.load()).waiting;

test('what does not last is recorded, and nobody hears of it', async () => {
  const h = await house();
  await trigger(h);
  await passes(h, 4 * MINUTE);
  await h.sendEvents({ event_action: 'resolve', dedup_key: 'k' });
  await passes(h, HOUR);
  expect(await facts(h)).toEqual(['triggered', 'delayed', 'resolved']);
  expect({ owed: await owed(h), cards: await cards(h) }).toEqual({ owed: 0, cards: [] });
});

test('what lasts is shown, and pages from then on', async () => {
  const h = await house();
  await trigger(h);
  await passes(h, 4 * MINUTE);
  await trigger(h);
  expect(await owed(h)).toBe(0);
  await passes(h, MINUTE);
  expect(await facts(h)).toEqual(['triggered', 'delayed', 'lasted']);
  expect(await owed(h)).toBe(1);
  await passes(h, MINUTE);
  expect((await facts(h)).slice(3)).toEqual(['escalated']);
});

test('what becomes more urgent meanwhile, waits no longer', async () => {
  const h = await house();
  await trigger(h, { urgency: 'LOW' });
  await trigger(h, { urgency: 'HIGH' });
  expect(await owed(h)).toBe(2); // its card, and that it has become more urgent
});

test('what is of a private channel belongs to it before it is shown', async () => {
  const h = await house();
  await h.makePrivate('Payment API');
  await h.applySettings('services: [{ name: Payment API, channel: "#secret", delay: 5m }]');
  await trigger(h);
  expect(await h.store.isVisible(1, 'anyone')).toBe(false);
});

test('an incident whose alert does not come again is resolved, and says so; each alert puts it off', async () => {
  const h = await house();
  await trigger(h);
  await passes(h, 50 * MINUTE);
  await trigger(h);
  await passes(h, 59 * MINUTE);
  expect((await h.store.get(1))?.state.status).toBe('OPEN');
  await passes(h, MINUTE);
  expect((await h.store.get(1))?.state).toMatchObject({
    status: 'RESOLVED',
    by: { kind: 'clock' },
    note: 'Its alert has not come again.',
  });
  expect(await h.timers.nextDueAt(0)).toBeNull();
});

test('what people open is shown at once, and never over by itself', async () => {
  const h = await house();
  const service = await h.settings.serviceByName('Payment API');
  const jane = { kind: 'person', connectionId: h.connectionId, slackUserId: 'U1', name: 'jane', userId: null } as const;
  const report = {
    title: 'x',
    description: null,
    urgency: 'HIGH',
    components: [],
    source: null,
    url: null,
    details: null,
  } as const;
  await h.incidents.report({ ...report, components: [], serviceId: service?.id ?? null, dedupKey: 'x' }, jane);
  expect(await owed(h)).toBe(1);
  await passes(h, 2 * HOUR);
  expect((await h.store.get(1))?.state.status).toBe('OPEN');
});

test('what could not be heard while the app was away, has all the time to come again', async () => {
  const h = await house();
  await trigger(h);
  h.clock.turn(3 * HOUR);
  const startedAt = h.clock.now();
  await passes(h, 59 * MINUTE, startedAt);
  expect((await h.store.get(1))?.state.status).toBe('OPEN');
  await passes(h, MINUTE, startedAt);
  expect((await h.store.get(1))?.state.status).toBe('RESOLVED');
});

test('that a heartbeat is missing, is over when it beats, and not because it is said once', async () => {
  const h = await house();
  await h.applySettings('heartbeats: [{ name: backup, every: 10m, service: Payment API }]');
  const [backup] = await h.heartbeats.list();
  if (!backup) throw new Error('there is no heartbeat');
  await h.heartbeats.beat(backup);
  h.clock.turn(10 * MINUTE);
  for (const missed of await h.heartbeats.misses().due(h.clock.now(), 10)) await h.heartbeats.miss(missed);
  await passes(h, 3 * HOUR);
  expect((await h.store.get(1))?.state.status).toBe('OPEN');
  await h.heartbeats.beat(backup);
  expect((await h.store.get(1))?.state.status).toBe('RESOLVED');
});

const DEPENDENT = `
escalation_policies:
  - { name: payments, steps: [{ after: 1m, notify: [user:jane@example.com] }] }
services:
  - { name: Database, escalation_policy: payments, depends_on: [shop] }
  - { name: Shop, escalation_policy: payments, depends_on: [Database] }
`;

test('while somebody is called for what a service depends on, nobody is for the service', async () => {
  const h = await startHouse();
  await h.applySettings(DEPENDENT);
  await trigger(h, { service: 'Database', dedup_key: 'db' });
  await trigger(h, { service: 'Shop', dedup_key: 'shop' });
  await h.sendEvents({ event_action: 'acknowledge', dedup_key: 'db' });
  await passes(h, 10 * MINUTE);
  expect(await facts(h, 2)).toEqual(['triggered', 'attached']);
  expect((await h.store.timeline(2))[1]?.fact).toEqual({ kind: 'attached', service: 'Database' });

  await h.sendEvents({ event_action: 'resolve', dedup_key: 'db' });
  await passes(h, 2 * MINUTE);
  expect((await facts(h, 2)).slice(2)).toEqual(['detached', 'escalated']);
});

test('of services that depend on each other, the first to be down is called for', async () => {
  const h = await startHouse();
  await h.applySettings(DEPENDENT);
  await trigger(h, { service: 'Shop', dedup_key: 'shop' });
  await trigger(h, { service: 'Database', dedup_key: 'db' });
  await passes(h, MINUTE);
  expect({ shop: await facts(h, 1), db: await facts(h, 2) }).toEqual({
    shop: ['triggered', 'escalated'],
    db: ['triggered', 'attached'],
  });
  // Its policy has long had nobody left to call, and nobody has answered.
  await passes(h, 16 * MINUTE);
  expect((await facts(h, 2)).slice(2)).toEqual(['detached', 'escalated']);
});

test('an incident of a private channel holds nothing up that others may see', async () => {
  const h = await startHouse();
  await h.applySettings(DEPENDENT);
  await h.makePrivate('Database');
  await h.applySettings('services: [{ name: Database, channel: "#secret", escalation_policy: payments }]');
  await trigger(h, { service: 'Database', dedup_key: 'db' });
  await trigger(h, { service: 'Shop', dedup_key: 'shop' });
  expect(await facts(h, 2)).toEqual(['triggered']);
});
