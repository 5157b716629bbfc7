import { expect, test } from '@jest/globals';
import { HOUR } from '../../src/lib/clock.ts';
import { type House, startHouse } from './support.ts';

async function houseWith(rules: string, more = ''): Promise<House> {
  const house = await startHouse();
  await house.applySettings(`${more}\nrouting:\n${rules}`);
  return house;
}

const labelled = (labels: Record<string, string>, status = 'firing', fingerprint = 'f1') => ({
  status,
  alerts: [{ status, labels, annotations: {}, fingerprint }],
});
const ALERTMANAGER = '/api/integrations/alertmanager';

async function results(response: Response): Promise<unknown[]> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { results: unknown[] }).results;
}

async function incident({ store, settings }: House, number = 1) {
  const found = await store.get(number);
  const service = found?.serviceId == null ? null : ((await settings.service(found.serviceId))?.name ?? null);
  return found && { ...found, service, status: found.state.status };
}

test('rules set what an alert says, and its incident remembers which did', async () => {
  const house = await houseWith(`
  - match: { team: payments, severity: "critical|page" }
    set: { service: payment api, urgency: MEDIUM, title: "{alertname} of {team}", dedup_key: "{team}/{alertname}", links: [{ text: Runbook, url: "https://wiki.example.com/{alertname}" }] }
  - { match: { team: search }, drop: true }`);
  await house.post(ALERTMANAGER, labelled({ alertname: 'Down', team: 'payments', severity: 'page' }));
  expect(await incident(house)).toMatchObject({
    title: 'Down of payments',
    urgency: 'MEDIUM',
    service: 'Payment API',
    dedupKey: 'payments/Down',
    details: { links: [{ text: 'Runbook', url: 'https://wiki.example.com/Down' }] },
  });
  expect((await house.store.beginning(1))?.fact).toEqual({
    kind: 'triggered',
    rules: [
      {
        rule: 1,
        match: 'team=payments, severity=critical|page',
        effect: expect.stringContaining('service: payment api, urgency: MEDIUM'),
      },
    ],
  });
  // By the same key, of another instance; and over by it.
  await house.post(ALERTMANAGER, labelled({ alertname: 'Down', team: 'payments', severity: 'page' }, 'firing', 'f2'));
  expect(await incident(house)).toMatchObject({ alertCount: 2 });
  await house.post(ALERTMANAGER, labelled({ alertname: 'Down', team: 'payments', severity: 'page' }, 'resolved', 'f2'));
  expect(await incident(house)).toMatchObject({ status: 'RESOLVED' });
});

test('what a rule drops opens nothing, in any format, and its sender hears that it was ignored', async () => {
  const house = await houseWith('  - { match: { title: ".*test.*" }, drop: true }');
  const event = { event_action: 'trigger', title: 'a test', dedup_key: 'k' };
  expect(await results(await house.sendEvents(event))).toEqual([{ action: 'ignored', incident: null, dedup_key: 'k' }]);
  const payload = { summary: 'a test', source: 's', severity: 'critical' };
  const pagerDuty = await house.post('/v2/enqueue', { routing_key: house.key, event_action: 'trigger', payload });
  expect(pagerDuty.status).toBe(202);
  expect(await incident(house)).toBeNull();
  await house.sendEvents({ ...event, title: 'a real one' });
  expect(await incident(house)).toMatchObject({ title: 'a real one' });
});

test("Alertmanager's Watchdog is a heartbeat", async () => {
  const house = await houseWith(
    '  - { match: { alertname: Watchdog }, heartbeat: Alertmanager }',
    'heartbeats: [{ name: alertmanager, every: 5m }]',
  );
  const watchdog = (status: string) => house.post(ALERTMANAGER, labelled({ alertname: 'Watchdog' }, status));
  await watchdog('firing');
  expect(await house.heartbeats.list()).toMatchObject([{ heard: { beatAt: house.clock.now() } }]);
  house.clock.turn(HOUR);
  await watchdog('resolved');
  expect(await house.heartbeats.list()).toMatchObject([{ heard: { beatAt: house.clock.now() - HOUR } }]);
  expect(await incident(house)).toBeNull();
});

test('a rule takes no alert out of the reach of its key, nor lets it beat for others', async () => {
  const house = await houseWith(
    '  - { set: { service: Büro, urgency: LOW } }\n  - { match: { title: beat }, heartbeat: backup }',
    'heartbeats: [{ name: backup, every: 5m, service: Büro }]',
  );
  const key = await house.keyOf('Payment API');
  await house.sendEvents({ event_action: 'trigger', title: 'beat' }, key);
  expect(await incident(house)).toMatchObject({ service: 'Payment API', urgency: 'LOW', title: 'beat' });
  expect(await house.heartbeats.list()).toMatchObject([{ heard: null }]);
});

test('an end that names a service ends what a rule has opened for another one', async () => {
  const house = await houseWith('  - { match: { title: ".*database.*" }, set: { service: Büro } }');
  const identity = { dedup_key: 'k', service: 'Payment API' };
  await house.sendEvents({ event_action: 'trigger', title: 'the database is down', ...identity });
  expect(await incident(house)).toMatchObject({ service: 'Büro' });
  await house.sendEvents({ event_action: 'resolve', ...identity });
  expect(await incident(house)).toMatchObject({ status: 'RESOLVED' });
});

test('a service that is gone, or was never one of ours, loses no alert that a rule has a service for', async () => {
  const house = await houseWith('  - { match: { service: payments }, set: { service: Payment API } }');
  await house.sendEvents({ event_action: 'trigger', title: 'x', service: 'payments' });
  expect(await incident(house)).toMatchObject({ service: 'Payment API' });
});
