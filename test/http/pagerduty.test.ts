import { describe, expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';
import { OPERATOR } from '../operator.ts';
import { type House, startHouse } from './support.ts';

/** As the documentation of the Events API v2 shows it. */
const EVENT = {
  payload: {
    summary: 'Example alert on host1.example.com',
    timestamp: '2015-07-17T08:42:58.315+0000',
    source: 'monitoringtool:cloudvendor:central-region-dc-01:852559987:cluster/api-stats-prod-003',
    severity: 'info',
    component: 'postgres',
    group: 'prod-datapipe',
    class: 'deploy',
    custom_details: { 'ping time': '1500ms', 'load avg': 0.75 },
  },
  dedup_key: 'samplekeyhere',
  images: [{ src: 'https://chart.example.com/chart.png', href: 'https://example.com/', alt: 'An example' }],
  links: [{ href: 'https://example.com/', text: 'An example link' }],
  event_action: 'trigger',
  client: 'Sample Monitoring Service',
  client_url: 'https://monitoring.example.com',
};

function enqueue(
  house: House,
  event: unknown,
  routing_key: unknown = house.key,
  path = '/v2/enqueue',
): Promise<Response> {
  return fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { Connection: 'close', 'Content-Type': 'application/json' },
    body: typeof event === 'string' ? event : JSON.stringify({ routing_key, ...(event as object) }),
  });
}

describe('PagerDuty’s Events API v2', () => {
  test('opens an incident, with everything that an event says', async () => {
    const house = await startHouse();
    const response = await enqueue(house, EVENT);
    expect([response.status, await response.json()]).toEqual([
      202,
      { status: 'success', message: 'Event processed', dedup_key: 'samplekeyhere' },
    ]);
    expect(await house.store.get(1)).toMatchObject({
      title: 'Example alert on host1.example.com',
      urgency: 'LOW',
      components: ['postgres'],
      source: EVENT.payload.source,
      url: 'https://monitoring.example.com/',
      dedupKey: 'samplekeyhere',
      details: {
        'ping time': '1500ms',
        'load avg': 0.75,
        class: 'deploy',
        group: 'prod-datapipe',
        links: [{ text: 'An example link', url: 'https://example.com/' }],
        images: [{ text: 'An example', url: 'https://chart.example.com/chart.png' }],
      },
    });
  });

  test('acknowledges and resolves by dedup key, and counts what comes again', async () => {
    const house = await startHouse();
    await enqueue(house, EVENT);
    await enqueue(house, EVENT);
    expect((await house.store.get(1))?.alertCount).toBe(2);
    for (const [event_action, status] of [
      ['acknowledge', 'ACKNOWLEDGED'],
      ['resolve', 'RESOLVED'],
    ]) {
      const response = await enqueue(house, { event_action, dedup_key: 'samplekeyhere' });
      expect([response.status, (await house.store.get(1))?.state.status]).toEqual([202, status]);
    }
  });

  test('makes a dedup key where there is none, and takes an acknowledgement of nothing without a word', async () => {
    const house = await startHouse();
    const { dedup_key, ...rest } = EVENT;
    const given = (await (await enqueue(house, rest)).json()) as { dedup_key: string };
    expect(given.dedup_key).toMatch(/^[\w-]{8,}$/);
    await enqueue(house, { event_action: 'resolve', dedup_key: given.dedup_key });
    expect((await house.store.get(1))?.state.status).toBe('RESOLVED');
    const nothing = await enqueue(house, { event_action: 'resolve', dedup_key });
    expect([nothing.status, await nothing.json()]).toEqual([
      202,
      { status: 'success', message: 'Event processed', dedup_key },
    ]);
  });

  test.each([4242, ' with spaces '])(
    'a dedup key that is %j opens and resolves the same incident',
    async (dedup_key) => {
      const house = await startHouse();
      await enqueue(house, { ...EVENT, dedup_key });
      expect((await enqueue(house, { event_action: 'resolve', dedup_key })).status).toBe(202);
      expect((await house.store.get(1))?.state.status).toBe('RESOLVED');
    },
  );

  test.each([
    ['critical', 'HIGH'],
    ['error', 'HIGH'],
    ['WARNING', 'MEDIUM'],
    ['info', 'LOW'],
  ])('a severity of %s is %s', async (severity, urgency) => {
    const house = await startHouse();
    await enqueue(house, { ...EVENT, payload: { ...EVENT.payload, severity } });
    expect((await house.store.get(1))?.urgency).toBe(urgency);
  });

  test.each([
    ['without a payload', { ...EVENT, payload: undefined }, ["'payload' is missing or blank"]],
    [
      'without a summary',
      { ...EVENT, payload: { ...EVENT.payload, summary: ' ' } },
      ["'payload.summary' is missing or blank"],
    ],
    ['without an action', { ...EVENT, event_action: undefined }, ["'event_action' is missing or blank"]],
    [
      'with another action',
      { ...EVENT, event_action: 'escalate' },
      ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge', 'resolve')"],
    ],
    [
      'with another severity, and no source',
      { ...EVENT, payload: { summary: 'x', severity: 'bad' } },
      [
        "'payload.source' is missing or blank",
        "'payload.severity' is invalid (must be one of the following: 'critical', 'error', 'warning', 'info')",
      ],
    ],
    ['that resolves nothing named', { event_action: 'resolve' }, ["'dedup_key' is missing or blank"]],
    ['that is no object', '[1, 2]', ['The body must be a JSON object']],
    ['without a routing key', '{"event_action":"trigger"}', ["'routing_key' is missing or blank"]],
  ])('refuses an event %s as PagerDuty does', async (_what, event, errors) => {
    const house = await startHouse();
    const response = await enqueue(house, event);
    expect([response.status, await response.json()]).toEqual([
      400,
      { status: 'invalid event', message: 'Event object is invalid', errors },
    ]);
    expect(await house.store.get(1)).toBeNull();
  });

  test.each(['summary=x', '{"routing_key":', ''])(
    'what is no JSON it calls so, as PagerDuty does: %j',
    async (body) => {
      const response = await enqueue(await startHouse(), body);
      const unread = { status: 'Unrecognized object', message: 'Event object format is unrecognized' };
      expect([response.status, await response.json()]).toEqual([400, { ...unread, errors: ['JSON parse error'] }]);
    },
  );

  test('every refusal has the form of PagerDuty’s, also where the key or the size is the reason', async () => {
    const house = await startHouse();
    const { key, ...made } = newApiKey();
    await house.keys.create({ by: OPERATOR, ...made, name: 'slow', serviceId: null, limit: 1, at: house.clock.now() });
    for (const path of ['/v2/enqueue', '/v2/change/enqueue']) {
      const [, limited] = [await enqueue(house, EVENT, key, path), await enqueue(house, EVENT, key, path)];
      expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
      expect(await limited.json()).toEqual({
        status: 'throttle exceeded',
        message: expect.stringContaining('send it again in 60 s'),
        errors: [expect.any(String)],
      });
      house.clock.turn(60_000);
      const large = await enqueue(house, 'x'.repeat(6 * 1024 * 1024), undefined, path);
      expect([large.status, await large.json()]).toEqual([
        413,
        { status: 'invalid event', message: 'Event object is invalid', errors: [expect.stringContaining('5 MiB')] },
      ]);
    }
  });

  test('refuses a key that is none', async () => {
    const house = await startHouse();
    const response = await enqueue(house, EVENT, '0123456789abcdef0123456789abcdef');
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        status: 'invalid event',
        message: 'Event object is invalid',
        errors: ["'routing_key' is not a key that is in use"],
      },
    ]);
    expect(await house.store.get(1)).toBeNull();
  });

  test('custom_details may name the service', async () => {
    const house = await startHouse();
    await enqueue(house, { ...EVENT, payload: { ...EVENT.payload, custom_details: { service: 'payment api' } } });
    expect((await house.store.get(1))?.serviceId).toBe((await house.settings.serviceByName('Payment API'))?.id);
  });

  test('takes a change for what it is: nobody is called', async () => {
    const house = await startHouse();
    const change = {
      payload: { summary: 'Build Success - Increase snapshot create timeout to 30 seconds', source: 'ci' },
    };
    const send = (body: object) => enqueue(house, body, house.key, '/v2/change/enqueue');
    expect(await (await send(change)).json()).toEqual({ status: 'success', message: 'Change event processed' });
    expect(await (await send({ payload: {} })).json()).toMatchObject({
      errors: ["'payload.summary' is missing or blank"],
    });
    expect(await house.store.get(1)).toBeNull();
  });

  test('a key of a service sends to that service, and reaches no incident of another', async () => {
    const house = await startHouse();
    await enqueue(house, EVENT, await house.keyOf('Payment API'));
    await enqueue(house, { event_action: 'resolve', dedup_key: 'samplekeyhere' }, await house.keyOf('Büro'));
    const incident = await house.store.get(1);
    expect([incident?.serviceId, incident?.state.status]).toEqual([
      (await house.settings.serviceByName('Payment API'))?.id,
      'OPEN',
    ]);
  });

  test('what makes no sense beside the event itself is no reason to lose it', async () => {
    const house = await startHouse();
    const nonsense = {
      images: 'none',
      links: [1, { href: 'ftp://x' }],
      client: {},
      client_url: 'javascript:1',
      dedup_key: 7,
    };
    const payload = { ...EVENT.payload, component: ['x'], custom_details: 'plain words' };
    const response = await enqueue(house, { ...EVENT, ...nonsense, payload });
    expect([response.status, await response.json()]).toEqual([202, expect.objectContaining({ dedup_key: '7' })]);
    expect(await house.store.get(1)).toMatchObject({
      url: null,
      components: [],
      details: { custom_details: 'plain words' },
    });
  });
});
