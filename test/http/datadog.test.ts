import { expect, test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, OPEN, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/datadog';

/** The payload of docs/integrations/datadog.md, filled in. */
const TRIGGERED = {
  alert_id: '1234',
  cycle_key: '6098714356212305987',
  transition: 'Triggered',
  type: 'error',
  priority: 'P1',
  title: '[P1] [Triggered on {host:web-1}] CPU is high',
  text: 'system.load.1 over host:web-1 was > 0 at least once during the last 1m.',
  scope: 'host:web-1',
  tags: 'env:prod,host:web-1,monitor,service:payment api',
  host: 'web-1',
  metric: 'system.load.1',
  link: 'https://app.datadoghq.com/event/event?id=123456',
  snapshot: 'https://p.datadoghq.com/snapshot/view/a.png',
};
const RECOVERED = {
  ...TRIGGERED,
  transition: 'Recovered',
  type: 'success',
  title: '[P1] [Recovered on {host:web-1}] CPU is high',
};

test('a monitor that triggers opens an incident of its service, which is over when it recovers', async () => {
  const house = await startHouse();
  const incident = {
    title: 'CPU is high (host:web-1)',
    description: TRIGGERED.text,
    urgency: 'HIGH',
    url: TRIGGERED.link,
    source: 'Datadog',
    components: ['web-1'],
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { metric: 'system.load.1', tags: { env: 'prod' }, images: [{ url: TRIGGERED.snapshot }] },
  };
  await tell(house, PATH, [
    { body: TRIGGERED, becomes: 'opened', incident },
    { body: { ...TRIGGERED, transition: 'Re-Triggered' }, becomes: 'deduplicated' },
    { body: { ...TRIGGERED, cycle_key: '7', scope: 'host:web-2' }, becomes: 'opened' },
    { body: RECOVERED, becomes: 'resolved', incident: RESOLVED },
    { body: RECOVERED, becomes: 'ignored' },
  ]);
  expect(await house.store.get(2)).toMatchObject(OPEN);
});

test('what Datadog has left unfilled is unsaid; then monitor and group are the key', async () => {
  const house = await startHouse();
  const bare = {
    ...TRIGGERED,
    cycle_key: '$ALERT_CYCLE_KEY',
    priority: '',
    tags: 'null',
    host: null,
    snapshot: '$SNAPSHOT',
  };
  await tell(house, PATH, [
    { body: bare, becomes: 'opened', incident: { urgency: 'HIGH', serviceId: null, components: [] } },
    { body: { ...bare, transition: 'Recovered' }, becomes: 'resolved' },
  ]);
});

test.each<[string, object, string]>([
  ['an error of a monitor without priority', { priority: '' }, 'HIGH'],
  ['a priority of P2', { priority: 'P2' }, 'HIGH'],
  ['a priority of P3', { priority: 'P3' }, 'MEDIUM'],
  ['a priority of P4', { priority: 'P4' }, 'LOW'],
  ['a warning, of whatever priority', { transition: 'Warn', type: 'warning' }, 'MEDIUM'],
  ['no data', { transition: 'No Data' }, 'HIGH'],
  ['something for information', { priority: '', type: 'info' }, 'LOW'],
])('%s', async (_what, change, urgency) => {
  const house = await startHouse();
  await tell(house, PATH, [{ body: { ...TRIGGERED, ...change }, becomes: 'opened', incident: { urgency } }]);
});

test('its default payload and its test button are read as far as they go', async () => {
  const house = await startHouse();
  const plain = {
    id: '1',
    event_type: 'metric_alert_monitor',
    title: '[Triggered] [Memory Alert]',
    body: '@webhook-x',
  };
  await tell(house, PATH, [
    {
      body: plain,
      becomes: 'opened',
      incident: { title: '[Memory Alert]', urgency: 'HIGH', description: '@webhook-x' },
    },
    { body: { ...plain, title: '[Recovered] [Memory Alert]' }, becomes: 'resolved' },
    {
      body: { ...TRIGGERED, title: '[TEST] [Triggered on {host:web-1}] CPU is high' },
      becomes: 'opened',
      incident: { title: '[TEST] [Triggered on {host:web-1}] CPU is high' },
    },
  ]);
});

test('a service that the payload names goes before the tag', async () => {
  const house = await startHouse();
  const serviceId = (await house.settings.serviceByName('Büro'))?.id;
  await tell(house, PATH, [{ body: { ...TRIGGERED, service: 'Büro' }, becomes: 'opened', incident: { serviceId } }]);
});

test.each([{}, [], null, { title: '' }, { title: {} }])('%j is no webhook of it, and is called so', async (body) =>
  expectRefused(await startHouse(), PATH, body),
);
