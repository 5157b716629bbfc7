import { expect, test } from '@jest/globals';
import { timerCommands } from '../../src/incidents/timers.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { type House, startHouse } from './support.ts';

const SETTINGS = `
escalation_policies:
  - { name: payments, steps: [{ after: 5m, notify: [user:jane@example.com] }, { after: 5m, notify: [user:jane@example.com] }] }
services:
  - { name: Payment API, escalation_policy: payments }
  - { name: Büro }
`;

async function house(): Promise<House> {
  const started = await startHouse();
  await started.applySettings(SETTINGS);
  return started;
}

/** As the scheduler does it, at every minute of a while. */
async function passes(h: House, length: number): Promise<void> {
  const fire = timerCommands(h.incidents, () => Number.POSITIVE_INFINITY);
  for (let minute = 0; minute < length / MINUTE; minute++) {
    h.clock.turn(MINUTE);
    for (const timer of await h.timers.due(h.clock.now(), 100)) if (!(await fire(timer))) await h.timers.discard(timer);
  }
}

const begin = (h: House, body: object, key = h.key) => h.post('/api/maintenance', body, { key });
const trigger = (h: House, dedup_key = 'k', service = 'Payment API') =>
  h.sendEvents({ event_action: 'trigger', title: 'down', service, dedup_key });
const facts = async (h: House, number = 1) => (await h.store.timeline(number)).map(({ fact }) => fact.kind);

test('what happens in maintenance is recorded and pages nobody, until that is over', async () => {
  const h = await house();
  const begun = await begin(h, { service: 'payment api', for: '2h', reason: 'new disks' });
  expect({ status: begun.status, body: await begun.json() }).toEqual({
    status: 201,
    body: { service: 'Payment API', from: '2026-01-14T11:00:00.000Z', until: '2026-01-14T13:00:00.000Z' },
  });
  await trigger(h);
  await passes(h, 2 * HOUR - MINUTE);
  await h.sendEvents({
    event_action: 'trigger',
    title: 'down',
    service: 'Payment API',
    dedup_key: 'k',
    urgency: 'HIGH',
  });
  expect(await facts(h)).toEqual(['triggered', 'maintenance']);
  await passes(h, MINUTE);
  expect(await facts(h)).toEqual(['triggered', 'maintenance', 'maintenance_over']);
  await passes(h, 10 * MINUTE);
  expect((await facts(h)).slice(3)).toEqual(['escalated', 'escalated']);
});

test('who was being called before it began is called no more meanwhile', async () => {
  const h = await house();
  await trigger(h);
  await passes(h, 5 * MINUTE);
  await begin(h, { service: 'Payment API', for: '1h' });
  await passes(h, 30 * MINUTE);
  expect(await facts(h)).toEqual(['triggered', 'escalated', 'maintenance']);
  await passes(h, 40 * MINUTE);
  expect((await facts(h)).slice(3)).toEqual(['maintenance_over', 'escalated', 'escalated']);
});

test('one that is ended early pages from then on, and one that is prolonged goes on', async () => {
  const h = await house();
  await begin(h, { service: 'Payment API', for: '1h' });
  await trigger(h);
  await begin(h, { service: 'Payment API', from: '2026-01-14T12:00:00Z', until: '2026-01-14T14:00:00Z' });
  await passes(h, 2 * HOUR);
  expect(await facts(h)).toEqual(['triggered', 'maintenance']);
  const ended = await h.post('/api/maintenance/end', { service: 'Payment API' });
  expect(await ended.json()).toEqual({ service: 'Payment API', ended: 1 });
  await passes(h, MINUTE);
  expect(await facts(h)).toEqual(['triggered', 'maintenance', 'maintenance_over']);
});

test('opsknight.yml can say it, and take it back', async () => {
  const h = await house();
  await h.applySettings(
    'maintenance: [{ name: new disks, services: [payment api], from: 2026-01-14T11:30, to: 2026-01-14T15:00, timezone: Europe/Berlin }]',
  );
  await trigger(h);
  expect(await facts(h)).toEqual(['triggered', 'maintenance']); // it is 12:00 in Berlin
  const listed = await fetch(`${h.url}/api/maintenance`, { headers: { Authorization: `Bearer ${h.key}` } });
  expect(await listed.json()).toEqual({
    maintenance: [
      {
        id: null,
        service: 'Payment API',
        from: '2026-01-14T10:30:00.000Z',
        until: '2026-01-14T14:00:00.000Z',
        reason: 'new disks',
        by: 'opsknight.yml',
      },
    ],
  });
  await h.applySettings(
    'maintenance: [{ name: new disks, services: [payment api], from: 2026-01-14T11:30, to: 2026-01-14T11:45, timezone: Europe/Berlin }]',
  );
  await passes(h, MINUTE);
  expect(await facts(h)).toEqual(['triggered', 'maintenance', 'escalation_restarted']);
});

test('other services are as ever; and what is acknowledged or resolved meanwhile pages nobody afterwards', async () => {
  const h = await house();
  await begin(h, { service: 'Payment API', for: '1h' });
  await trigger(h, 'other', 'Büro');
  await trigger(h, 'mine');
  await trigger(h, 'over');
  expect(await facts(h, 1)).toEqual(['triggered']);
  await h.sendEvents([
    { event_action: 'acknowledge', dedup_key: 'mine' },
    { event_action: 'resolve', dedup_key: 'over' },
  ]);
  await passes(h, 2 * HOUR);
  expect(await facts(h, 2)).toEqual(['triggered', 'maintenance', 'acknowledged']);
  expect(await facts(h, 3)).toEqual(['triggered', 'maintenance', 'resolved']);
});

test.each([
  [{ service: 'Payment APO', for: '1h' }, 'Did you mean'],
  [{ service: 'Payment API', from: '9999-12-31T23:59:59Z', for: '1h' }, 'within a year'],
  [{ for: '1h' }, 'is missing'],
  [{ service: 'Payment API' }, 'either'],
  [{ service: 'Payment API', for: '1 hour' }, 'not a duration'],
  [{ service: 'Payment API', until: '2026-01-14T10:00:00Z' }, 'over already'],
  [{ service: 'Payment API', for: '40d' }, '30 days'],
])('%j is refused', async (body, problem) => {
  const h = await house();
  const response = await begin(h, body);
  expect({ status: response.status, body: await response.text() }).toEqual({
    status: 400,
    body: expect.stringContaining(problem),
  });
});

test('a key of a service knows of that service alone', async () => {
  const h = await house();
  const key = await h.keyOf('Büro');
  await begin(h, { service: 'Payment API', for: '1h' });
  expect((await begin(h, { service: 'Payment API', for: '1h' }, key)).status).toBe(400);
  expect((await begin(h, { for: '1h' }, key)).status).toBe(201);
  const listed = await fetch(`${h.url}/api/maintenance`, { headers: { Authorization: `Bearer ${key}` } });
  expect(((await listed.json()) as { maintenance: unknown[] }).maintenance).toMatchObject([{ service: 'Büro' }]);
});

test('a service has so many windows that are not over, and no more, until one is', async () => {
  const h = await house();
  const from = (hour: number) => new Date(h.clock.now() + hour * HOUR).toISOString();
  const asked = (hour: number, key: string) =>
    fetch(`${h.url}/api/maintenance`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${h.key}`, 'Idempotency-Key': key, Connection: 'close' },
      body: JSON.stringify({ service: 'Payment API', from: from(hour), for: '30m' }),
    });
  for (let hour = 0; hour < 100; hour++) expect((await asked(hour, `k${hour}`)).status).toBe(201);
  expect((await asked(100, 'more')).status).toBe(409);
  expect((await begin(h, { service: 'Büro', for: '1h' })).status).toBe(201);
  h.clock.turn(HOUR);
  // The same request again: it has had no effect.
  expect((await asked(99, 'more')).status).toBe(201);
  expect((await h.maintenance.list()).filter(({ service }) => service === 'Payment API')).toHaveLength(100);
  h.clock.turn(40 * 24 * HOUR);
  expect((await asked(1, 'later')).status).toBe(201);
  expect((await asked(2, 'later')).status).toBe(422);
});

test('SLA targets stand still in maintenance, and go on when it is over, or ended before its time', async () => {
  const h = await startHouse();
  await h.applySettings('services: [{ name: Payment API, sla: { HIGH: { acknowledge: 10m } } }]');
  await trigger(h, 'before');
  await passes(h, 4 * MINUTE);
  await begin(h, { service: 'Payment API', for: '2h' });
  await trigger(h, 'meanwhile');
  await passes(h, 2 * HOUR + 5 * MINUTE);
  expect([await facts(h, 1), await facts(h, 2)].flat()).not.toContain('sla_breached');
  await passes(h, MINUTE);
  expect(await facts(h, 1)).toContain('sla_breached');
  expect(await facts(h, 2)).not.toContain('sla_breached');
  await passes(h, 4 * MINUTE);
  expect(await facts(h, 2)).toContain('sla_breached');

  await begin(h, { service: 'Payment API', for: '2h' });
  await trigger(h, 'ended early');
  await passes(h, 30 * MINUTE);
  await h.post('/api/maintenance/end', { service: 'Payment API' });
  await passes(h, 9 * MINUTE);
  expect(await facts(h, 3)).not.toContain('sla_breached');
  await passes(h, 2 * MINUTE);
  expect(await facts(h, 3)).toContain('sla_breached');
});
