import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AskedCommand } from '../../src/incidents/commands.ts';
import { isOver, STATUSES } from '../../src/incidents/types.ts';
import { newApiKey } from '../../src/keys/secret.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { OPERATOR } from '../operator.ts';
import { runs } from '../runs.ts';
import { alert, answer, ends, facts, passes, trigger } from './noise-support.ts';
import { type House, startHouse } from './support.ts';

const PAYMENTS = `
escalation_policies:
  - { name: payments, steps: [{ after: 1m, notify: [user:jane@example.com] }] }
`;

const GROUPED = `${PAYMENTS}
services:
  - { name: Payment API, escalation_policy: payments, group: { by: [alertname, cluster], within: 10m } }
  - { name: Shop, group: { by: [alertname], within: 10m } }
`;

test('alerts of one service that agree in some labels are one incident, paged for once, and over with the last of them', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  expect(await answer(alert(h, 'web-1', { urgency: 'LOW' }))).toBe('opened INC-1');
  expect(await answer(alert(h, 'web-2', { urgency: 'HIGH' }))).toBe('deduplicated INC-1');
  await passes(h, 5 * MINUTE);
  expect(await answer(alert(h, 'web-3', { urgency: 'LOW' }))).toBe('deduplicated INC-1');
  expect(await facts(h)).toEqual(['triggered', 'alert_joined', 'urgency_raised', 'escalated', 'alert_joined']);
  expect(await h.store.get(1)).toMatchObject({ urgency: 'HIGH', joinedAlerts: 2, alertCount: 3 });
  expect([await ends(h, 'web-1'), await ends(h, 'web-2')]).toEqual(['resolved INC-1', 'resolved INC-1']);
  expect(await h.store.tally(1)).toEqual({ total: 3, firing: 1 });
  expect((await h.store.get(1))?.state.status).toBe('OPEN');
  await ends(h, 'web-3');
  expect((await h.store.get(1))?.state.status).toBe('RESOLVED');
  // What comes after it is over is new, and so is what comes too late for it.
  expect(await answer(alert(h, 'web-3'))).toBe('opened INC-2');
  await passes(h, 10 * MINUTE);
  expect(await answer(alert(h, 'web-4'))).toBe('opened INC-3');
});

test('no alert counts on an incident of another service, other labels, or labels that it does not have', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  await alert(h, 'web-1');
  expect(await answer(alert(h, 'web-2', {}, { cluster: 'us' }))).toBe('opened INC-2');
  expect(await answer(alert(h, 'web-3', { service: 'Shop' }))).toBe('opened INC-3');
  const bare = { alertname: undefined, cluster: undefined };
  expect(await answer(alert(h, 'web-4', {}, bare))).toBe('opened INC-4');
  expect(await answer(alert(h, 'web-5', {}, bare))).toBe('opened INC-5');
});

test('no alert counts on an incident that other people see than its own would', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  await alert(h, 'web-1');
  await h.makePrivate('Payment API');
  await h.applySettings(GROUPED.replace('name: Payment API,', 'name: Payment API, channel: "#secret",'));
  expect(await answer(alert(h, 'web-2'))).toBe('opened INC-2');
  expect(await answer(alert(h, 'web-3'))).toBe('deduplicated INC-2');
  await h.applySettings(GROUPED);
  expect(await answer(alert(h, 'web-4'))).toBe('opened INC-3');
});

test('no alert counts on an incident of another connection than its own would be of', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  await alert(h, 'web-1');
  const moved = GROUPED.replace(
    'name: Payment API,',
    'name: Payment API, connection: payments-team, channel: "#payments",',
  );
  await h.applySettings(
    `connections: [{ name: payments-team, bot_token_env: PAYMENTS_BOT_TOKEN, channels: ["#payments"] }]\n${moved}`,
  );
  const other = (await h.settings.workspaces()).find(({ connectionId }) => connectionId !== h.connectionId);
  const connectionId = other?.connectionId ?? 0;
  const channel = { connectionId, id: 'C9', name: 'payments', isPrivate: false, isArchived: false, isMember: true };
  await h.connections.replaceChannels(connectionId, [{ ...channel, isGone: false }], h.clock.now());
  expect(await answer(alert(h, 'web-2'))).toBe('opened INC-2');
  expect(await answer(alert(h, 'web-3'))).toBe('deduplicated INC-2');
  expect(await answer(alert(h, 'web-1'))).toBe('deduplicated INC-1');
});

test('of many alerts of one group at once, one opens the incident and the others count on it', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  const answers = await Promise.all(Array.from({ length: 32 }, (_, index) => answer(alert(h, `web-${index}`))));
  expect(answers.filter((one) => one === 'opened INC-1')).toHaveLength(1);
  expect(answers.filter((one) => one === 'deduplicated INC-1')).toHaveLength(31);
  expect(await h.store.tally(1)).toEqual({ total: 32, firing: 32 });
});

test('an alert that is over while others begin in the same envelope does not end what they belong to', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED.replace('alertname, cluster', 'alertname'));
  const labels = { alertname: 'Slow', service: 'Payment API' };
  const is = (fingerprint: string, status: string) => ({
    fingerprint,
    status,
    labels: { ...labels, host: fingerprint },
  });
  const send = (...alerts: object[]) => answer(h.post('/api/integrations/alertmanager', { alerts }));
  await send(is('a', 'firing'));
  // Alertmanager lists them by their labels.
  expect(await send(is('a', 'resolved'), is('b', 'firing'))).toBe('resolved INC-1,deduplicated INC-1');
  expect(await h.store.tally(1)).toEqual({ total: 2, firing: 1 });
  // The same envelope once more changes nothing, and neither does an end of what never began.
  await send(is('a', 'resolved'), is('b', 'firing'), is('c', 'resolved'));
  expect(await h.store.tally(1)).toEqual({ total: 2, firing: 1 });
  await send(is('b', 'resolved'));
  expect((await h.store.get(1))?.state.status).toBe('RESOLVED');
});

test('alerts of the group of a merged incident count on what that goes on as', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  await trigger(h, { service: 'Shop', dedup_key: 'shop' });
  await alert(h, 'web-1');
  await merge(h, 2, 1);
  expect(await answer(alert(h, 'web-2'))).toBe('deduplicated INC-1');
  expect(await h.store.tally(1)).toEqual({ total: 3, firing: 3 });
  for (const key of ['shop', 'web-1', 'web-2']) await ends(h, key);
  expect((await h.store.get(1))?.state.status).toBe('RESOLVED');
  // That is over, and so is what went on as it.
  expect(await answer(alert(h, 'web-3'))).toBe('opened INC-3');
  await merge(h, 3, await opened(h, 'other', 'Shop'));
  await passes(h, 10 * MINUTE);
  expect(await answer(alert(h, 'web-4'))).toBe('opened INC-5');
});

test('no incident takes more alerts than it can show, however many its group has', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  const events = Array.from({ length: 520 }, (_, index) => ({
    event_action: 'trigger',
    title: `web-${index}`,
    service: 'Payment API',
    dedup_key: `web-${index}`,
    details: { alertname: 'Slow', cluster: 'eu' },
  }));
  await h.sendEvents(events);
  await h.sendEvents(events.slice(490));
  expect([await h.store.tally(1), await h.store.tally(2), await h.store.get(3)]).toEqual([
    { total: 500, firing: 500 },
    { total: 20, firing: 20 },
    null,
  ]);
  expect(await h.store.get(1)).toMatchObject({ alertCount: 510 });
  await h.sendEvents(events.slice(490).map(({ dedup_key }) => ({ event_action: 'resolve', dedup_key })));
  expect([await h.store.tally(1), (await h.store.get(2))?.state.status]).toEqual([
    { total: 500, firing: 490 },
    'RESOLVED',
  ]);
});

test('a routing rule says what is grouped, and for which keys it says so', async () => {
  const h = await startHouse();
  await h.applySettings(`
services: [{ name: Payment API, group: { within: 10m } }]
routing:
  - { match: { alertname: Slow }, group: never }
  - { rule_set: nagios, set: { urgency: LOW } }
`);
  await alert(h, 'web-1');
  expect(await answer(alert(h, 'web-2'))).toBe('opened INC-2');
  expect(await answer(alert(h, 'web-3', {}, { alertname: 'Down' }))).toBe('opened INC-3');
  expect(await answer(alert(h, 'web-4', {}, { alertname: 'Full' }))).toBe('deduplicated INC-3');

  const { key: secret, prefix, hash } = newApiKey();
  const ruleSet = 'nagios';
  await h.keys.create({ name: 'n', prefix, hash, serviceId: null, ruleSet, at: h.clock.now(), by: OPERATOR });
  const event = {
    event_action: 'trigger',
    title: 'x',
    service: 'Büro',
    dedup_key: 'n1',
    details: { alertname: 'Slow' },
  };
  await h.sendEvents(event, secret);
  expect(await h.store.get(4)).toMatchObject({ urgency: 'LOW' });
  // Its rules are gone: the alert is not, and says so.
  await h.applySettings('routing: [{ drop: true }]');
  expect(await answer(h.sendEvents({ ...event, dedup_key: 'n2' }, secret))).toBe('opened INC-5');
  expect((await h.store.beginning(5))?.fact).toEqual({ kind: 'triggered', missingRuleSet: 'nagios' });
});

const JANE = {
  kind: 'person',
  slackUserId: 'U1',
  name: 'jane',
  userId: null,
} as const;
const merge = async (h: House, number: number, into: number) => {
  const jane = { ...JANE, connectionId: h.connectionId };
  expect(await h.incidents.execute(number, { type: 'merge', into }, jane)).toMatchObject({ kind: 'done' });
};
/** @returns the number of a new incident. */
const opened = async (h: House, dedupKey: string, service: string) => {
  const said = await answer(trigger(h, { dedup_key: dedupKey, service }));
  return Number(/^opened INC-(\d+)$/.exec(said)?.[1]);
};

const FLAPS =
  'services: [{ name: Payment API, escalation_policy: payments, flapping: { times: 3, within: 1h, calm: 15m } }]';
const PAGING = `${PAYMENTS}${FLAPS}`;

async function flaps(h: House, times: number): Promise<void> {
  for (let round = 0; round < times; round++) {
    await trigger(h);
    await passes(h, 2 * MINUTE);
    await ends(h, 'k');
  }
}

test('an alert that comes and goes keeps one incident open, which says so once and pages no more than an open one', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 6);
  expect((await h.store.get(3))?.state.status).toBe('OPEN');
  expect(await h.store.get(4)).toBeNull();
  expect((await facts(h, 3)).filter((kind) => kind === 'flapping')).toHaveLength(1);
  // Each opening pages, as long as it is one.
  for (const number of [1, 2, 3])
    expect((await facts(h, number)).filter((kind) => kind === 'escalated')).toHaveLength(1);
  await passes(h, 14 * MINUTE);
  expect((await h.store.get(3))?.state.status).toBe('OPEN');
  await passes(h, 2 * MINUTE);
  expect((await h.store.get(3))?.state).toMatchObject({ status: 'RESOLVED', by: { kind: 'clock' } });
  expect(await h.timers.nextDueAt(0)).toBeNull();
});

test('a flapping alert that comes to stay is an incident like any other', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 3);
  await trigger(h);
  await passes(h, 16 * MINUTE);
  expect((await facts(h, 3)).at(-1)).toBe('flapping_over');
  expect(await h.store.get(3)).toMatchObject({ state: { status: 'OPEN' }, flapping: null });
});

test('what could not be heard while the app was away does not end a flapping one', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 3);
  h.clock.turn(3 * HOUR);
  const startedAt = h.clock.now();
  await passes(h, 14 * MINUTE, startedAt);
  expect((await h.store.get(3))?.state.status).toBe('OPEN');
  await passes(h, 2 * MINUTE, startedAt);
  expect((await h.store.get(3))?.state.status).toBe('RESOLVED');
});

test('who resolves a flapping incident ends it; where nothing flaps, nothing is held', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 3);
  const jane = { ...JANE, connectionId: h.connectionId };
  await h.incidents.execute(3, { type: 'resolve', note: null }, jane);
  expect(await h.store.get(3)).toMatchObject({ state: { status: 'RESOLVED' }, flapping: null });
  await h.applySettings('services: [{ name: Payment API, flapping: never }]');
  await flaps(h, 8);
  expect((await h.store.get(11))?.state.status).toBe('RESOLVED');
});

test('alerts of a group that come and go together flap, whichever of them is over last', async () => {
  const h = await startHouse();
  await h.applySettings(`${PAGING.replace('flapping:', 'group: { within: 10m }, flapping:')}`);
  for (const order of [
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'b'],
  ]) {
    for (const host of order) await alert(h, host);
    await passes(h, 12 * MINUTE);
    for (const host of order) await ends(h, host);
  }
  expect(await h.store.get(3)).toMatchObject({ state: { status: 'OPEN' }, flapping: 'over' });
});

test('an alert that is said to be over again and again is calm all the same', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 3);
  for (let minute = 0; minute < 16; minute++) {
    await passes(h, MINUTE);
    await ends(h, 'k');
  }
  expect((await h.store.get(3))?.state.status).toBe('RESOLVED');
});

test('what joins an incident whose flapping alert is over ends it', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING.replace('flapping:', 'group: { within: 1h }, flapping:'));
  await flaps(h, 3);
  expect(await answer(alert(h, 'other'))).toBe('deduplicated INC-3');
  expect(await h.store.tally(3)).toEqual({ total: 2, firing: 1 });
  await passes(h, 16 * MINUTE);
  expect(await facts(h, 3)).toContain('flapping_over');
  await ends(h, 'other');
  await passes(h, 16 * MINUTE);
  expect((await h.store.get(3))?.state.status).toBe('RESOLVED');
});

test('a flapping alert that is over is so as well where its incident goes on as another one', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 3);
  await merge(h, 3, await opened(h, 'other', 'Payment API'));
  expect(await h.store.tally(4)).toEqual({ total: 2, firing: 1 });
  await ends(h, 'other');
  expect((await h.store.get(4))?.state.status).toBe('RESOLVED');
});

test('an incident whose flapping alert is over is not over while it counts another one by a merge', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  await flaps(h, 3);
  await merge(h, await opened(h, 'other', 'Payment API'), 3);
  await passes(h, HOUR);
  expect((await h.store.get(3))?.state.status).toBe('OPEN');
  await ends(h, 'other');
  await passes(h, 16 * MINUTE);
  expect((await h.store.get(3))?.state.status).toBe('RESOLVED');
});

test('snoozed, acknowledged or merged back, a flapping incident is over once it is calm', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING);
  const jane = { ...JANE, connectionId: h.connectionId };
  await flaps(h, 3);
  await h.incidents.execute(3, { type: 'acknowledge' }, jane);
  await flaps(h, 1);
  await h.incidents.execute(3, { type: 'snooze', until: h.clock.now() + 2 * HOUR }, jane);
  await trigger(h);
  await merge(h, 3, await opened(h, 'other', 'Payment API'));
  await h.incidents.execute(3, { type: 'undo_merge' }, jane);
  expect((await h.store.get(3))?.state.status).toBe('SNOOZED');
  await passes(h, MINUTE);
  await ends(h, 'k');
  await passes(h, 16 * MINUTE);
  expect((await h.store.get(3))?.state.status).toBe('RESOLVED');
});

test.each([-5, 30])(
  'a wall clock that is set by %i hours makes neither group nor flapping nor calm any longer or shorter',
  async (hours) => {
    const h = await startHouse();
    await h.applySettings(PAGING.replace('flapping:', 'group: { by: [alertname], within: 10m }, flapping:'));
    const isSet = async () => {
      const by = hours * HOUR;
      const at = h.clock.now();
      const adopt = () => {
        h.clock.time += by;
        return { boot: null, ahead: 0, slept: 0, seenAt: h.clock.now() };
      };
      await h.clockStore.moveAlong({ by, at, adopt });
    };
    await alert(h, 'web-1');
    await passes(h, 5 * MINUTE);
    await isSet();
    await passes(h, 4 * MINUTE);
    expect(await answer(alert(h, 'web-2'))).toBe('deduplicated INC-1');
    await passes(h, MINUTE);
    expect(await answer(alert(h, 'web-3'))).toBe('opened INC-2');
    for (const host of ['web-1', 'web-2', 'web-3']) await ends(h, host);
    // That was twice; the third time is one too often.
    await isSet();
    await alert(h, 'web-1');
    await ends(h, 'web-1');
    expect(await h.store.get(3)).toMatchObject({ state: { status: 'OPEN' }, flapping: 'over' });
    await isSet();
    await passes(h, 14 * MINUTE);
    expect((await h.store.get(3))?.state.status).toBe('OPEN');
    await passes(h, MINUTE);
    expect((await h.store.get(3))?.state.status).toBe('RESOLVED');
  },
);

test('a service that is called otherwise, or gone, leaves its open group to those who say that it is over', async () => {
  const h = await startHouse();
  await h.applySettings(GROUPED);
  const labels = { alertname: 'Slow', cluster: 'eu', service: 'Payment API' };
  const send = (status: string, ...hosts: string[]) => {
    const alerts = hosts.map((host) => ({ fingerprint: host, status, labels: { ...labels, host } }));
    return answer(h.post('/api/integrations/alertmanager', { alerts }));
  };
  await send('firing', 'a', 'b');
  const rename = (sql: string) => {
    const database = openDatabase(h.databaseUrl);
    database.db.$client.exec(sql);
    database.close();
  };
  rename("update services set name = 'Payments' where name = 'Payment API'");
  // What it is called now is none of ours: the alert that is known counts where it did, another one is of no service.
  expect(await send('firing', 'a', 'c')).toBe('deduplicated INC-1,opened INC-2');
  expect(await send('resolved', 'a', 'b', 'c')).toBe('resolved INC-1,resolved INC-1,resolved INC-2');
  expect([(await h.store.get(1))?.state.status, (await h.store.get(2))?.state.status]).toEqual([
    'RESOLVED',
    'RESOLVED',
  ]);
});

type Step =
  | { does: 'trigger' | 'resolve'; hosts: number[] }
  | { does: 'passes'; minutes: number }
  | { does: 'merge' | 'undo_merge' | 'acknowledge' | 'resolve_by_hand' | 'reopen'; of: number; into: number };

const hosts = fc.array(fc.nat(4), { minLength: 1, maxLength: 3 });
const index = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('trigger', 'resolve'), hosts }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('passes'), minutes: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('merge', 'undo_merge', 'acknowledge', 'resolve_by_hand', 'reopen'),
      of: index,
      into: index,
    }),
  },
);

test('whatever monitors and people do to groups: what fires is heard, what is over is over, and all of it adds up', async () => {
  const h = await startHouse();
  await h.applySettings(PAGING.replace('flapping:', 'group: { by: [cluster], within: 10m }, flapping:'));
  const jane = { ...JANE, connectionId: h.connectionId };
  let run = 0;
  const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (story) => {
    run++;
    const [newest] = (await h.store.newest({ statuses: STATUSES }, 1, null)).incidents;
    const first = (newest?.number ?? 0) + 1;
    const firing = new Set<string>();
    /** Those that somebody has resolved, and that are heard again when they come. */
    const silenced = new Set<string>();
    const own = async () =>
      (await h.store.newest({ statuses: STATUSES }, 100, null)).incidents.filter(({ number }) => number >= first);
    for (const one of story) {
      if (one.does === 'passes') {
        await passes(h, one.minutes * MINUTE);
      } else if ('hosts' in one) {
        const keys = one.hosts.map((host) => `${run}-${host}`);
        for (const key of keys) {
          if (one.does === 'trigger') firing.add(key);
          else firing.delete(key);
          silenced.delete(key);
        }
        const details = { cluster: `cluster ${run}` };
        const event = { event_action: one.does, service: 'Payment API', title: 'x', details };
        await h.sendEvents(keys.map((dedup_key) => ({ ...event, dedup_key })));
      } else {
        const number = first + one.of;
        const held = await h.store.alerts(number, 100);
        const incident = await h.store.get(number);
        const outcome = await h.incidents.execute(number, commandOf(one, first), jane);
        if (one.does === 'resolve_by_hand' && outcome.kind === 'done' && incident) {
          for (const key of [incident.dedupKey, ...held.map(({ dedupKey }) => dedupKey)]) silenced.add(key);
        }
      }
      const incidents = await own();
      const live = incidents.filter(({ state }) => !isOver(state));
      for (const key of firing) {
        if (silenced.has(key)) continue;
        expect([key, (await h.store.findByDedupKey(key, null)) !== null]).toEqual([key, true]);
      }
      for (const { number, joinedAlerts } of live) {
        const tally = await h.store.tally(number);
        if (joinedAlerts > 0) expect([number, tally?.total]).toEqual([number, joinedAlerts + 1]);
      }
    }
    // Everything ends, and everybody hears so.
    await h.sendEvents(
      [0, 1, 2, 3, 4].map((host) => ({ event_action: 'resolve', service: 'Payment API', dedup_key: `${run}-${host}` })),
    );
    await passes(h, 16 * MINUTE);
    const left = (await own()).filter(({ state }) => !isOver(state));
    expect(left.map(({ number }) => number)).toEqual([]);
    await passes(h, HOUR);
  });
  await fc.assert(property, runs(6));
});

function commandOf({ does, into }: Extract<Step, { of: number }>, first: number): AskedCommand {
  switch (does) {
    case 'merge':
      return { type: 'merge', into: first + into };
    case 'resolve_by_hand':
      return { type: 'resolve', note: null };
    default:
      return { type: does };
  }
}
