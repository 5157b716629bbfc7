import { expect, test } from '@jest/globals';
import type { Operation } from '../../src/http/api/operation.ts';
import { OPERATIONS } from '../../src/http/api/operations.ts';
import { createHttpApp } from '../../src/http/server.ts';
import type { Incident } from '../../src/incidents/types.ts';
import { startHouse } from './support.ts';

function ask(url: string, key: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers: { Connection: 'close', Authorization: `Bearer ${key}`, ...headers } });
}

test('what is refused is a problem as RFC 9457 has them, beside its error and issues', async () => {
  const house = await startHouse();
  const refused = await house.sendEvents({ event_action: 'trigger' });
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  const body = await refused.json();
  expect(body).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'The event is not valid.',
    error: 'The event is not valid.',
    issues: [{ path: 'title', message: 'is missing' }],
  });
  for (const [path, status] of [
    ['/api/nothing', 404],
    ['/api/incidents/7', 404],
    ['/api/incidents?limit=0', 400],
  ] as const) {
    const response = await ask(`${house.url}${path}`, house.key);
    expect(await response.json()).toMatchObject({ status, detail: expect.any(String), error: expect.any(String) });
  }
});

test('what is answered is as it is described, and nothing else', async () => {
  const house = await startHouse();
  await house.applySettings(`
schedules: [{ name: primary, timezone: UTC, layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com] }] }]
heartbeats: [{ name: nightly, every: 24h, service: Payment API }, { name: silent, every: 1h }]
maintenance: [{ name: disks, services: [Büro], from: 2026-01-14T10:00, to: 2026-01-14T20:00 }]
`);
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${house.url}${path}`, {
      method,
      headers: { Connection: 'close', Authorization: `Bearer ${house.key}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const description = 'It is full';
  for (const title of ['a', 'b', 'c', 'd'])
    await ask('POST', '/api/incidents', { title, description, details: { x: 1 } });
  const jane = { kind: 'person', name: 'jane', userId: null, ...(await house.meet('UJANE')) } as const;
  const first = await house.deps.store.get(1);
  await house.deps.postMortems.begin(first as Incident, jane, 'UTC');
  await ask('POST', '/api/heartbeats/nightly');
  const bodies: Record<string, unknown> = {
    '/api/events': [
      { event_action: 'trigger', title: 'x', dedup_key: 'x' },
      { event_action: 'resolve', dedup_key: 'x' },
      {},
    ],
    '/api/incidents': { title: 'Another', service: 'Payment API' },
    '/api/incidents/{number}/merge': { into: 'INC-4' },
    '/api/incidents/{number}/link': { to: 'INC-2' },
    '/api/incidents/{number}/snooze': { for: '1h' },
    '/api/incidents/{number}/note': { text: 'Hm.' },
    '/api/incidents/{number}/edit': { title: 'Renamed' },
    '/api/maintenance': { service: 'Payment API', for: '1h', reason: 'new disks' },
    '/api/maintenance/end': { service: 'Payment API' },
    '/api/notifications': { channel: '#incidents', message: 'Hello' },
  };
  const isTried = ({ method, path }: Operation) => method === 'get' || bodies[path] !== undefined;
  // What changes something comes first: then there is something to read.
  const all = OPERATIONS.filter(isTried).sort(
    (one, other) => Number(one.method === 'get') - Number(other.method === 'get'),
  );
  let id = '';
  for (const { method, path, answers } of [...all, ...all.filter((one) => one.method === 'get')]) {
    const number = path.endsWith('/merge') ? '3' : '1';
    const address = path.replace('{number}', number).replace('{name}', 'nightly').replace('{id}', id);
    if (path.includes('openapi')) continue;
    const { status, body } = await ask(method.toUpperCase(), address, method === 'get' ? undefined : bodies[path]);
    const schema = answers[status]?.schema;
    expect([path, schema?.parse(body)]).toEqual([path, body]);
    if (path === '/api/notifications') id = String(body['id']);
  }
});

test('an address that takes other methods says which', async () => {
  const house = await startHouse();
  const ask = async (method: string, path: string) => {
    const { status, headers } = await fetch(`${house.url}${path}`, {
      method,
      headers: { Connection: 'close', Authorization: `Bearer ${house.key}` },
    });
    return [status, headers.get('allow')];
  };
  expect(await ask('GET', '/api/events')).toEqual([405, 'POST']);
  expect(await ask('GET', '/v2/enqueue')).toEqual([405, 'POST']);
  expect(await ask('GET', '/api/integrations/grafana')).toEqual([405, 'POST']);
  expect(await ask('DELETE', '/api/incidents/INC-1')).toEqual([405, 'GET, HEAD']);
  expect(await ask('PUT', '/api/heartbeats/x')).toEqual([405, 'GET, HEAD, POST']);
  for (const [method, path] of [
    ['GET', '/api/nothing'],
    ['POST', '/api/incidents/INC-1/nothing'],
  ] as const) {
    expect(await ask(method, path)).toEqual([404, null]);
  }
});

test('events that are sent again with their Idempotency-Key count once, and are answered the same, also when all is over', async () => {
  const house = await startHouse();
  const events = [
    { event_action: 'trigger', title: 'Disk full', dedup_key: 'disk' },
    { event_action: 'trigger', title: 'Disk full', dedup_key: 'disk' },
    { event_action: 'trigger', title: 'Without a key' },
    { event_action: 'resolve', dedup_key: 'nothing' },
    { event_action: 'resolve', dedup_key: 'disk' },
  ];
  const send = async (body: object = events, path = '/api/events') => {
    const response = await fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: { Connection: 'close', Authorization: `Bearer ${house.key}`, 'Idempotency-Key': 'once' },
      body: JSON.stringify(body),
    });
    return [response.status, await response.json()];
  };
  const first = await send();
  expect(first).toMatchObject([202, { results: [{}, {}, {}, { action: 'ignored' }, { action: 'resolved' }] }]);
  expect(await send()).toEqual(first);
  await house.sendEvents({ event_action: 'trigger', title: 'Disk full', dedup_key: 'disk' });
  expect(await send()).toEqual(first);
  expect((await house.store.get(1))?.alertCount).toBe(2);
  expect((await house.store.get(3))?.state.status).toBe('OPEN');
  expect(await house.store.get(4)).toBeNull();

  // Another request by the same key is none.
  const [other] = events;
  expect(await send({ ...other, title: 'Another' })).toMatchObject([422, { error: expect.any(String) }]);
  const grafana = (alertname: string) => ({
    alerts: [{ status: 'firing', labels: { alertname }, fingerprint: alertname, startsAt: '2026-01-14T12:00:00Z' }],
  });
  expect(await send({ alerts: 1 }, '/api/integrations/grafana')).toMatchObject([400, {}]);
  expect(await send(grafana('One'), '/api/integrations/grafana')).toMatchObject([202, {}]);
  expect(await send(grafana('Other'), '/api/integrations/grafana')).toMatchObject([422, {}]);
  expect(await house.store.get(5)).toBeNull();
});

test('the services are listed, and for a key of a service that one', async () => {
  const house = await startHouse();
  const listed = async (key: string) => (await ask(`${house.url}/api/services`, key)).json();
  expect(await listed(house.key)).toEqual({
    services: [
      { name: 'Büro', escalation_policy: null },
      { name: 'Payment API', escalation_policy: null },
    ],
    next_cursor: null,
  });
  expect(await listed(await house.keyOf('Büro'))).toMatchObject({ services: [{ name: 'Büro' }] });
  expect((await ask(`${house.url}/api/services`, 'opk_wrong')).status).toBe(401);
});

test('every address of the API is described, and nothing else; the description needs no key and comes from nowhere else', async () => {
  const house = await startHouse();
  const response = await fetch(`${house.url}/api/openapi.json`);
  const text = await response.text();
  expect(Buffer.byteLength(text)).toBeLessThan(64_000);
  const { openapi, paths, components } = JSON.parse(text);
  expect(openapi).toBe('3.1.0');
  const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const served = createHttpApp(house.deps)
    .routes.filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
    // Slack sends browsers there.
    .filter(({ path }) => path !== '/api/settings/slack-oauth/callback')
    .map(({ path, method }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual([...new Set(served)].sort());
  for (const [, ref] of text.matchAll(/"\$ref":"#\/components\/(\w+\/\w+)"/g)) {
    const [kind = '', name = ''] = ref?.split('/') ?? [];
    expect(components[kind]).toHaveProperty(name);
  }
  expect(paths['/api/incidents'].get.parameters).toContainEqual(
    expect.objectContaining({
      name: 'status',
      schema: expect.objectContaining({ enum: expect.arrayContaining(['OPEN']) }),
    }),
  );
  expect(paths['/api/events'].post.requestBody).toBeDefined();

  const page = await (await fetch(`${house.url}/api`, { headers: { Accept: 'text/html' } })).text();
  expect(page).toContain('/api/incidents/{number}/acknowledge');
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
