import { describe, expect, test } from '@jest/globals';
import type { Issue } from '../../src/http/refused-request.ts';
import { MINUTE } from '../../src/lib/clock.ts';
import { StorageFailure } from '../../src/lib/storage-failure.ts';
import { OPERATOR } from '../operator.ts';
import { type House, startHouse } from './support.ts';

const TRIGGER = { event_action: 'trigger', title: 'Database Connection Timeout', dedup_key: 'db-1' };

/** Sends events with a key that is bound to the service. */
async function withKeyOf(house: House, serviceName: string) {
  const key = await house.keyOf(serviceName);
  return (events: unknown) => house.sendEvents(events, key);
}

describe('an event', () => {
  test('opens an incident that is on disk when the answer comes', async () => {
    const house = await startHouse();
    const response = await house.sendEvents({
      ...TRIGGER,
      description: 'No connection for 30 s',
      urgency: 'MEDIUM',
      service: 'payment api',
      components: ['db', 'pool'],
      source: 'checkout-host-3',
      url: 'https://monitor.example.com/alerts/7?a=1&b=2',
      details: { region: 'eu', nested: { retries: 3 } },
    });

    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      results: [{ action: 'opened', incident: 'INC-1', dedup_key: 'db-1' }],
    });
    expect(await house.store.get(1)).toMatchObject({
      title: 'Database Connection Timeout',
      description: 'No connection for 30 s',
      urgency: 'MEDIUM',
      serviceId: (await house.settings.serviceByName('Payment API'))?.id,
      components: ['db', 'pool'],
      source: 'checkout-host-3',
      url: 'https://monitor.example.com/alerts/7?a=1&b=2',
      details: { region: 'eu', nested: { retries: 3 } },
      openedBy: { kind: 'monitor', name: 'checkout-host-3' },
    });
  });

  test('counts on the incident that already has its dedup key', async () => {
    const house = await startHouse();
    await house.sendEvents(TRIGGER);
    expect(await resultsOf(await house.sendEvents(TRIGGER))).toEqual([
      { action: 'deduplicated', incident: 'INC-1', dedup_key: 'db-1' },
    ]);
    expect((await house.store.get(1))?.alertCount).toBe(2);
  });

  test('acknowledges and resolves by dedup key, and is ignored when there is nothing left to do', async () => {
    const house = await startHouse();
    await house.sendEvents(TRIGGER);
    const send = async (event_action: string, dedup_key = 'db-1') =>
      (await resultsOf(await house.sendEvents({ event_action, dedup_key })))[0];

    expect(await send('acknowledge')).toEqual({ action: 'acknowledged', incident: 'INC-1', dedup_key: 'db-1' });
    expect(await send('acknowledge')).toEqual({ action: 'ignored', incident: 'INC-1', dedup_key: 'db-1' });
    expect(await send('resolve')).toEqual({ action: 'resolved', incident: 'INC-1', dedup_key: 'db-1' });
    expect(await send('resolve')).toEqual({ action: 'ignored', incident: null, dedup_key: 'db-1' });
    expect(await send('resolve', 'never heard of')).toMatchObject({ action: 'ignored', incident: null });
    expect((await house.store.get(1))?.state).toMatchObject({
      status: 'RESOLVED',
      by: { kind: 'monitor', name: 'prometheus' },
    });
  });

  test('gets a dedup key of its own when it brings none, by which it can be resolved', async () => {
    const house = await startHouse();
    const [opened] = await resultsOf(await house.sendEvents({ event_action: 'trigger', title: 'Once' }));
    expect(opened?.dedup_key).toMatch(/^[0-9a-f-]{36}$/);
    const [other] = await resultsOf(await house.sendEvents({ event_action: 'trigger', title: 'Once', dedup_key: ' ' }));
    expect(other).toMatchObject({ action: 'opened', incident: 'INC-2' });
    const resolve = { event_action: 'resolve', dedup_key: opened?.dedup_key };
    expect(await resultsOf(await house.sendEvents(resolve))).toMatchObject([{ action: 'resolved', incident: 'INC-1' }]);
  });

  test('is HIGH unless it says otherwise, in whatever case it says it', async () => {
    const house = await startHouse();
    await house.sendEvents({ event_action: 'trigger', title: 'a' });
    await house.sendEvents({ event_action: 'trigger', title: 'b', urgency: null });
    await house.sendEvents({ event_action: 'Trigger', title: 'c', urgency: 'low' });
    expect([await house.store.get(1), await house.store.get(2), await house.store.get(3)]).toMatchObject([
      { urgency: 'HIGH' },
      { urgency: 'HIGH' },
      { urgency: 'LOW' },
    ]);
  });

  test('names its service in any case', async () => {
    const house = await startHouse();
    await house.sendEvents({ event_action: 'trigger', title: 'b', service: 'BÜRO' });
    expect(await house.store.get(1)).toMatchObject({ serviceId: (await house.settings.serviceByName('Büro'))?.id });
  });

  test('is taken in whatever content type it claims', async () => {
    const house = await startHouse();
    const response = await fetch(`${house.url}/api/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Authorization: `bearer ${house.key}` },
      body: JSON.stringify(TRIGGER),
    });
    expect(response.status).toBe(202);
  });

  test('may carry links and pictures, of which those that lead nowhere are left out', async () => {
    const house = await startHouse();
    await house.sendEvents({
      ...TRIGGER,
      links: [{ text: 'Runbook', url: 'https://wiki.example/pay' }, { url: 'javascript:x' }, 7],
      images: ['https://a.example/cpu.png'],
    });
    expect((await house.store.get(1))?.details).toEqual({
      links: [{ text: 'Runbook', url: 'https://wiki.example/pay' }],
      images: [{ text: 'https://a.example/cpu.png', url: 'https://a.example/cpu.png' }],
    });
  });

  test('may carry fields that nobody knows', async () => {
    const house = await startHouse();
    const response = await house.sendEvents({ ...TRIGGER, severity: 5, time: 'now', resource: 'x', __proto__x: {} });
    expect(response.status).toBe(202);
  });
});

describe('text that is hard to keep', () => {
  test('a title of one megabyte is cut, and begins the description', async () => {
    const house = await startHouse();
    const response = await house.sendEvents({ ...TRIGGER, title: `Disk full ${'x'.repeat(1024 * 1024)}` });
    expect(response.status).toBe(202);
    const incident = await house.store.get(1);
    expect(incident?.title).toHaveLength(1_024);
    expect(incident?.title).toMatch(/^Disk full x+…$/);
    expect(incident?.description).toHaveLength(16_384);
  });

  test('control characters, line breaks and half characters never reach the title', async () => {
    const house = await startHouse();
    await house.sendEvents('{"event_action":"trigger","title":"\\u0000 a\\u0007b\\r\\nc\\ud83d \\u202ed "}');
    expect((await house.store.get(1))?.title).toBe('ab c d');
  });

  test('an emoji at the limit is kept whole or left out', async () => {
    const house = await startHouse();
    const family = '👨‍👩‍👧‍👦';
    await house.sendEvents({ ...TRIGGER, title: 'x'.repeat(1_020) + family });
    expect((await house.store.get(1))?.title).toBe(`${'x'.repeat(1_020)}…`);
  });

  test('names and components are cut, blank ones left out', async () => {
    const house = await startHouse();
    await house.sendEvents({ ...TRIGGER, components: [' ', 'db', 'db', 'y'.repeat(300)], source: '  ' });
    const incident = await house.store.get(1);
    expect(incident?.components).toEqual(['db', `${'y'.repeat(254)}…`]);
    expect(incident?.source).toBeNull();
  });

  test('details of more than 64 KiB are replaced by a note with their beginning', async () => {
    const house = await startHouse();
    await house.sendEvents({ ...TRIGGER, details: { log: 'z'.repeat(70_000) } });
    expect((await house.store.get(1))?.details).toEqual({
      note: expect.stringContaining('69 KB'),
      beginning: expect.stringMatching(/^\{\n {2}"log": "z+…$/),
    });
  });

  test('details nested a hundred thousand deep do no harm', async () => {
    const house = await startHouse();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const response = await house.sendEvents(`{"event_action":"trigger","title":"deep","details":{"a":${deep}}}`);
    expect(response.status).toBe(202);
    expect((await house.store.get(1))?.details).toEqual({
      note: expect.stringContaining('32 levels'),
      beginning: expect.stringContaining('…'),
    });
  });

  test('a dedup key of any length finds its incident again', async () => {
    const house = await startHouse();
    const dedup_key = 'k'.repeat(5_000);
    const [opened] = await resultsOf(await house.sendEvents({ ...TRIGGER, dedup_key }));
    expect(opened?.dedup_key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await resultsOf(await house.sendEvents({ event_action: 'resolve', dedup_key }))).toMatchObject([
      { action: 'resolved', incident: 'INC-1' },
    ]);
  });

  test('mentions and markup are kept as they were written', async () => {
    const house = await startHouse();
    await house.sendEvents({ ...TRIGGER, title: "<!channel> can't & won't", description: '<@U1>' });
    expect(await house.store.get(1)).toMatchObject({ title: "<!channel> can't & won't", description: '<@U1>' });
  });
});

describe('an event that is not valid', () => {
  const cases: [string, unknown, { path: string; message: RegExp }][] = [
    ['no title', { event_action: 'trigger' }, { path: 'title', message: /is missing/ }],
    ['a blank title', { ...TRIGGER, title: ' \u0000 ' }, { path: 'title', message: /is empty/ }],
    ['a title of another type', { ...TRIGGER, title: 42 }, { path: 'title', message: /must be text, not 42/ }],
    ['no action', { title: 'x' }, { path: 'event_action', message: /is missing/ }],
    [
      'an unknown action',
      { ...TRIGGER, event_action: 'resolv' },
      { path: 'event_action', message: /Did you mean "resolve"/ },
    ],
    [
      'an unknown urgency',
      { ...TRIGGER, urgency: 'HIHG' },
      { path: 'urgency', message: /not one of HIGH, MEDIUM, LOW/ },
    ],
    [
      'an unknown service',
      { ...TRIGGER, service: 'Paymnt API' },
      { path: 'service', message: /Did you mean "Payment API"/ },
    ],
    ['a url that is no web address', { ...TRIGGER, url: 'javascript:alert(1)' }, { path: 'url', message: /http/ }],
    [
      'components that are no list',
      { ...TRIGGER, components: 'db' },
      { path: 'components', message: /must be a list, not "db"/ },
    ],
    [
      'a component that is no text',
      { ...TRIGGER, components: ['a', 1] },
      { path: 'components[1]', message: /must be text, not 1/ },
    ],
    [
      'details that are a list',
      { ...TRIGGER, details: [] },
      { path: 'details', message: /must be an object, not a list/ },
    ],
    ['a misspelled field', { ...TRIGGER, servce: 'x' }, { path: 'servce', message: /Did you mean "service"/ }],
    ['acknowledge without a dedup key', { event_action: 'acknowledge' }, { path: 'dedup_key', message: /is missing/ }],
    [
      'resolve with a blank dedup key',
      { event_action: 'resolve', dedup_key: ' ' },
      { path: 'dedup_key', message: /is empty/ },
    ],
    ['text', 'hello', { path: '', message: /must be an object, not "hello"/ }],
    ['null', null, { path: '', message: /must be an object, not null/ }],
  ];

  test.each(cases)('%s: is refused with the place and the reason', async (_, event, { path, message }) => {
    const house = await startHouse();
    const response = await house.sendEvents(JSON.stringify(event));
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      error: expect.any(String),
      issues: [{ path, message: expect.stringMatching(message) }],
    });
    expect(await house.store.get(1)).toBeNull();
  });

  test('says everything that is wrong at once', async () => {
    const house = await startHouse();
    const response = await house.sendEvents({ event_action: 'trigger', urgency: 'x', url: 'ftp://a', sevice: 'y' });
    expect((await problemOf(response)).issues.map(({ path }) => path)).toEqual(['title', 'urgency', 'url', 'sevice']);
  });

  test('does not keep a problem from being resolved by fields that do not matter then', async () => {
    const house = await startHouse();
    await house.sendEvents(TRIGGER);
    const response = await house.sendEvents({ event_action: 'resolve', dedup_key: 'db-1', url: 'nonsense', title: 5 });
    expect(await resultsOf(response)).toMatchObject([{ action: 'resolved' }]);
  });
});

describe('several events', () => {
  test('are answered one by one, in their order; a bad one in its place, and the others count', async () => {
    const house = await startHouse();
    const response = await house.sendEvents([
      { event_action: 'trigger', title: 'a', dedup_key: 'a' },
      { event_action: 'trigger', title: 7 },
      { event_action: 'trigger', title: 'b', dedup_key: 'b' },
    ]);
    expect(response.status).toBe(202);
    expect(await resultsOf(response)).toEqual([
      { action: 'opened', incident: 'INC-1', dedup_key: 'a' },
      { error: expect.any(String), issues: [{ path: 'title', message: 'must be text, not 7' }] },
      { action: 'opened', incident: 'INC-2', dedup_key: 'b' },
    ]);
  });

  test('that are all bad are refused, each with its place', async () => {
    const house = await startHouse();
    const response = await house.sendEvents([7, { event_action: 'trigger' }]);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).issues).toEqual([
      { path: '[0]', message: 'must be an object, not 7' },
      { path: '[1].title', message: 'is missing' },
    ]);
  });

  test('of one dedup key take effect in their order', async () => {
    const house = await startHouse();
    const event = (event_action: string) => ({ event_action, title: 't', dedup_key: 'k' });
    const actions = ['trigger', 'trigger', 'acknowledge', 'resolve', 'resolve', 'trigger', 'resolve'];
    const results = await resultsOf(await house.sendEvents(actions.map(event)));
    expect(results.map(({ action, incident }) => `${action} ${incident}`)).toEqual([
      'opened INC-1',
      'deduplicated INC-1',
      'acknowledged INC-1',
      'resolved INC-1',
      'ignored null',
      'opened INC-2',
      'resolved INC-2',
    ]);
  });

  test('may be a thousand, which share their writes', async () => {
    const house = await startHouse();
    const events = Array.from({ length: 1_000 }, (_, index) => ({ event_action: 'trigger', title: `t${index}` }));
    const results = await resultsOf(await house.sendEvents(events));
    expect(results).toHaveLength(1_000);
    expect(new Set(results.map(({ incident }) => incident)).size).toBe(1_000);
  });

  test.each([
    ['none', 0, /empty/],
    ['more than a thousand', 1_001, /at most 1000/],
  ])('but not %s', async (_, length, message) => {
    const house = await startHouse();
    const response = await house.sendEvents(Array.from({ length }, () => TRIGGER));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: expect.stringMatching(message),
      issues: [{ path: '', message: expect.stringMatching(message) }],
    });
    expect(await house.store.get(1)).toBeNull();
  });
});

describe('a body that cannot be read', () => {
  test.each([
    ['malformed JSON', '{"title": ', /is not JSON/],
    ['nothing', '', /is empty/],
    ['a form', 'title=x&event_action=trigger', /is not JSON/],
  ])('%s is refused in words', async (_, body, message) => {
    const house = await startHouse();
    const response = await house.sendEvents(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: expect.stringMatching(message),
      issues: [{ path: '', message: expect.stringMatching(message) }],
    });
  });

  test('more than 5 MiB is refused', async () => {
    const house = await startHouse();
    const response = await house.sendEvents({ ...TRIGGER, description: 'x'.repeat(5 * 1024 * 1024) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('5 MiB') });
  });

  test('more than 5 MiB is refused also when it does not say its size', async () => {
    const house = await startHouse();
    const megabyte = new Uint8Array(1024 * 1024).fill(0x20);
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 6; i += 1) controller.enqueue(megabyte);
        controller.close();
      },
    });
    const request = { method: 'POST', headers: { Authorization: `Bearer ${house.key}` }, body, duplex: 'half' };
    const response = await fetch(`${house.url}/api/events`, request as RequestInit);
    expect(response.status).toBe(413);
  });

  test('a compressed one is refused', async () => {
    const house = await startHouse();
    const response = await fetch(`${house.url}/api/events`, {
      method: 'POST',
      headers: { 'Content-Encoding': 'gzip', Authorization: `Bearer ${house.key}` },
      body: 'whatever',
    });
    expect(response.status).toBe(415);
  });
});

describe('the API key', () => {
  test.each([
    ['is missing', undefined, 'Bearer realm="opsknight"'],
    ['is of another scheme', 'Basic b3Bz', 'Bearer realm="opsknight", error="invalid_token"'],
    ['is forged', 'Bearer opk_forged', 'Bearer realm="opsknight", error="invalid_token"'],
    ['is blank', 'Bearer ', 'Bearer realm="opsknight", error="invalid_token"'],
  ])('when it %s, the request is refused', async (_, authorization, challenge) => {
    const house = await startHouse();
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
    const response = await fetch(`${house.url}/api/events`, { method: 'POST', headers, body: JSON.stringify(TRIGGER) });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(challenge);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('opsknight keys create') });
    expect(await house.store.get(1)).toBeNull();
  });

  test('is refused once revoked', async () => {
    const house = await startHouse();
    await house.keys.revoke('prometheus', house.clock.now(), OPERATOR);
    expect((await house.sendEvents(TRIGGER)).status).toBe(401);
  });

  test('remembers when it was last used, to the minute', async () => {
    const house = await startHouse();
    const lastUse = async () => (await house.keys.list())[0]?.lastUsedAt;
    const first = house.clock.now();
    await house.sendEvents(TRIGGER);
    expect(await lastUse()).toBe(first);
    house.clock.time += MINUTE - 1;
    await house.sendEvents(TRIGGER);
    expect(await lastUse()).toBe(first);
    house.clock.time += 1;
    await house.sendEvents(TRIGGER);
    expect(await lastUse()).toBe(first + MINUTE);
  });
});

describe('when the disk does not keep up', () => {
  test('senders are asked to come back later', async () => {
    const house = await startHouse({ pendingWrites: () => 1_000_000 });
    const response = await house.sendEvents(TRIGGER);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('send it again') });
  });

  test('a write that fails is a 503 that says so, without a stack, and a line in the log', async () => {
    const house = await startHouse();
    house.store.receive = () => Promise.reject(new StorageFailure('full', 'SQLITE_FULL'));
    const response = await house.sendEvents(TRIGGER);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({
      error: expect.stringContaining('disk that the database is on is full'),
    });
    const line = JSON.parse(house.logLines.at(-1) ?? '{}');
    expect(line).toMatchObject({ method: 'POST', route: '/api/events', err: { code: 'SQLITE_FULL' } });
  });

  test('a fault of ours is a 500 without a stack', async () => {
    const house = await startHouse();
    house.store.receive = () => Promise.reject(new Error('secret inner workings'));
    const response = await house.sendEvents(TRIGGER);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/secret|stack|at /);
  });
});

interface Result {
  action: string;
  incident: string | null;
  dedup_key: string;
}

async function resultsOf(response: Response): Promise<Result[]> {
  const { results } = (await response.json()) as { results: Result[] };
  return results;
}

async function problemOf(response: Response): Promise<{ error: string; issues: Issue[] }> {
  return (await response.json()) as { error: string; issues: Issue[] };
}

describe('a key of a service', () => {
  test('sends alerts of that service, named or not', async () => {
    const house = await startHouse();
    const send = await withKeyOf(house, 'Payment API');
    await send({ event_action: 'trigger', title: 'a' });
    await send({ event_action: 'trigger', title: 'b', service: 'payment api' });
    const { id } = (await house.settings.serviceByName('Payment API')) ?? {};
    expect([await house.store.get(1), await house.store.get(2)]).toMatchObject([{ serviceId: id }, { serviceId: id }]);
  });

  test('is told in its place of an event that names another, existing or not; the others count', async () => {
    const house = await startHouse();
    const send = await withKeyOf(house, 'Payment API');
    const message = (name: string) =>
      `is "${name}", but this key sends alerts of "Payment API" only. Leave the service out, or use a key without one.`;
    for (const event_action of ['trigger', 'acknowledge', 'resolve']) {
      const refused = await send({ ...TRIGGER, event_action, service: 'Büro' });
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ issues: [{ path: 'service', message: message('Büro') }] });
    }
    const several = await send([{ ...TRIGGER, service: 'Bürx' }, TRIGGER]);
    expect(several.status).toBe(202);
    expect(await several.json()).toMatchObject({
      results: [{ issues: [{ path: 'service', message: message('Bürx') }] }, { action: 'opened', incident: 'INC-1' }],
    });
  });

  test.each(['Büro', null])('leaves incidents of %s alone that have the same dedup key', async (service) => {
    const house = await startHouse();
    await house.sendEvents({ ...TRIGGER, service });
    const before = await house.store.get(1);
    const send = await withKeyOf(house, 'Payment API');
    const nothing = [{ action: 'ignored', incident: null, dedup_key: 'db-1' }];
    expect(await resultsOf(await send({ ...TRIGGER, event_action: 'acknowledge' }))).toEqual(nothing);
    expect(await resultsOf(await send({ ...TRIGGER, event_action: 'resolve' }))).toEqual(nothing);
    const own = { incident: 'INC-2', dedup_key: 'db-1' };
    expect(await resultsOf(await send([TRIGGER, TRIGGER]))).toEqual([
      { action: 'opened', ...own },
      { action: 'deduplicated', ...own },
    ]);
    expect(await resultsOf(await send({ ...TRIGGER, event_action: 'resolve' }))).toEqual([
      { action: 'resolved', ...own },
    ]);
    expect(await house.store.get(1)).toEqual(before);
  });

  test('stays within it also when the incident that was found is of another by the time it is changed', async () => {
    const house = await startHouse();
    await house.sendEvents({ ...TRIGGER, service: 'Büro' });
    const { id } = (await house.settings.serviceByName('Payment API')) ?? {};
    const monitor = { kind: 'monitor', name: 'x' } as const;
    const outcome = await house.incidents.execute(1, { type: 'acknowledge' }, monitor, { onlyServiceId: id });
    expect(outcome).toEqual({ kind: 'not_found' });
  });
});
