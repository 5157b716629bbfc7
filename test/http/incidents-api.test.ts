import { beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR } from '../../src/lib/clock.ts';
import { type House, startHouse } from './support.ts';

const MONITOR = { kind: 'monitor', name: 'prometheus' } as const;

let house: House;
beforeEach(async () => {
  house = await startHouse();
});

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers is looked at by the tests
  body: any;
}

async function api(
  method: 'GET' | 'POST',
  path: string,
  { body, key = house.key, headers = {} }: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${house.url}/api/incidents${path}`, {
    method,
    headers: { Connection: 'close', Authorization: `Bearer ${key}`, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const open = (title: string, more: object = {}) =>
  house.sendEvents({ event_action: 'trigger', title, dedup_key: title, ...more });

describe('one incident', () => {
  test('has its facts, by its number in both spellings', async () => {
    await open('Down', { service: 'Payment API', urgency: 'MEDIUM', details: { a: 1 }, source: 'host-1' });
    const { status, body } = await api('GET', '/INC-1');
    expect(status).toBe(200);
    expect(body.incident).toMatchObject({
      number: 'INC-1',
      status: 'OPEN',
      urgency: 'MEDIUM',
      title: 'Down',
      service: 'Payment API',
      details: { a: 1 },
      alert_count: 1,
      opened_at: '2026-01-14T11:00:00.000Z',
      opened_by: { name: 'host-1' },
      changed_by: null,
      page: 'http://127.0.0.1/incidents/1',
    });
    expect(await api('GET', '/1')).toEqual({ status, body });
  });

  test('has a timeline, oldest first, with what people wrote', async () => {
    await open('Down');
    await api('POST', '/1/acknowledge');
    await api('POST', '/1/note', { body: { text: 'The disk is full' } });
    const { body } = await api('GET', '/1/timeline');
    expect(body.timeline).toEqual([
      {
        at: '2026-01-14T11:00:00.000Z',
        incident: 'INC-1',
        kind: 'triggered',
        text: 'Triggered by prometheus',
        by: { name: 'prometheus' },
      },
      {
        at: '2026-01-14T11:00:00.000Z',
        incident: 'INC-1',
        kind: 'acknowledged',
        text: 'Acknowledged by prometheus',
        by: { name: 'prometheus' },
      },
      {
        at: '2026-01-14T11:00:00.000Z',
        incident: 'INC-1',
        kind: 'note_added',
        text: 'The disk is full',
        by: { name: 'prometheus' },
      },
    ]);
  });

  test.each(['/2', '/INC-', '/0', '/x', '/9007199254740993'])('that is not there (%s) is a 404', async (path) => {
    await open('Down');
    expect(await api('GET', path)).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('no incident') },
    });
    expect((await api('POST', `${path}/acknowledge`)).status).toBe(404);
  });
});

describe('the list', () => {
  test('is newest first, in parts that stay the same when others come meanwhile', async () => {
    for (const title of ['one', 'two', 'three']) await open(title);
    const first = await api('GET', '?limit=2');
    expect(first.body.incidents.map(({ title }: { title: string }) => title)).toEqual(['three', 'two']);
    await open('four');
    const second = await api('GET', `?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body.incidents.map(({ title }: { title: string }) => title)).toEqual(['one']);
    expect(second.body.next_cursor).toBeNull();
  });

  test.each([
    ['?status=open', ['low', 'paid']],
    ['?status=RESOLVED', ['over']],
    ['?status=live&urgency=low', ['low']],
    ['?service=payment%20api', ['paid']],
    ['?q=ov', ['over']],
  ])('%s narrows it down', async (query, titles) => {
    await open('over');
    await api('POST', '/1/resolve');
    await open('paid', { service: 'Payment API' });
    await open('low', { urgency: 'LOW' });
    const { body } = await api('GET', query);
    expect(body.incidents.map(({ title }: { title: string }) => title)).toEqual(titles);
  });

  test.each(['?status=done', '?urgency=1', '?limit=0', '?limit=101', '?limit=x', '?cursor=-1', '?service=Nobody'])(
    '%s is a mistake, and is called one',
    async (query) => {
      expect(await api('GET', query)).toMatchObject({ status: 400, body: { issues: [expect.any(Object)] } });
    },
  );

  test('a filter that is left empty is none', async () => {
    await open('Down');
    const { status, body } = await api('GET', '?status=&urgency=&service=&q=&limit=&cursor=');
    expect([status, body.incidents]).toEqual([200, [expect.objectContaining({ title: 'Down' })]]);
  });
});

describe('an answer is never larger than 64 kB', () => {
  const bytes = (body: unknown) => Buffer.byteLength(JSON.stringify(body));
  const text = '語'.repeat(16_384);
  const more = {
    description: text,
    components: Array.from({ length: 50 }, (_, index) => `${index}${text.slice(0, 250)}`),
    details: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [index, 'x'.repeat(1_000)])),
  };

  test('nor does a list leave anything out for it', async () => {
    for (let index = 1; index <= 6; index++) await open(`${index}${text.slice(0, 1_000)}`, more);
    const numbers: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await api('GET', `?limit=5${cursor && `&cursor=${cursor}`}`);
      expect(bytes(body)).toBeLessThan(64_000);
      numbers.push(...body.incidents.map(({ number }: { number: string }) => number));
      cursor = body.next_cursor;
    }
    expect(numbers).toEqual([6, 5, 4, 3, 2, 1].map((number) => `INC-${number}`));
  });

  test('nor one incident, which says what is left out of it', async () => {
    await open('Down', more);
    for (const { body } of [await api('GET', '/1'), await api('POST', '/1/acknowledge')]) {
      expect(bytes(body)).toBeLessThan(64_000);
      expect(body.incident.details.note).toContain('page has all of them');
    }
  });

  test('nor a timeline: the older entries come with its cursor', async () => {
    await open('Down');
    const notes = Array.from({ length: 30 }, (_, index) => `${index}.${text.slice(0, 2_900)}`);
    for (const note of notes) await house.incidents.execute(1, { type: 'note', text: note }, MONITOR);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await api('GET', `/1/timeline${cursor && `?cursor=${cursor}`}`);
      expect(bytes(body)).toBeLessThan(64_000);
      seen.unshift(...body.timeline.map((event: { text: string }) => event.text));
      cursor = body.next_cursor;
    }
    expect(seen.slice(1)).toEqual(notes);
  });
});

describe('a new one', () => {
  test('is opened, and is there when the answer comes', async () => {
    const { status, body } = await api('POST', '', { body: { title: 'By hand', urgency: 'low', service: 'Büro' } });
    expect([status, body.incident]).toEqual([
      201,
      expect.objectContaining({ number: 'INC-1', status: 'OPEN', urgency: 'LOW', service: 'Büro' }),
    ]);
    expect(await house.store.get(1)).toMatchObject({
      title: 'By hand',
      openedBy: { kind: 'monitor', name: 'prometheus' },
    });
  });

  test('asked for twice with one Idempotency-Key is there once, also after it was resolved', async () => {
    const ask = () => api('POST', '', { body: { title: 'Once' }, headers: { 'Idempotency-Key': 'a1' } });
    const first = await ask();
    expect(first.status).toBe(201);
    expect(await ask()).toEqual(first);
    await api('POST', '/1/resolve');
    expect(await ask()).toMatchObject({ status: 201, body: { incident: { number: 'INC-1', status: 'RESOLVED' } } });
    expect(await house.store.get(2)).toBeNull();
    expect((await house.store.get(1))?.alertCount).toBe(1);
  });

  test('asked for with the Idempotency-Key of another request is refused, also when both come at once', async () => {
    const headers = { 'Idempotency-Key': 'a1' };
    const titles = ['One', 'Other', 'A third'];
    const answers = await Promise.all(titles.map((title) => api('POST', '', { body: { title }, headers })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.body).toMatchObject({ status: 422, error: expect.stringContaining('another request') });
    expect(await house.store.get(2)).toBeNull();
    // What is not valid has used nothing up, and another address is another request.
    const fresh = { 'Idempotency-Key': 'a2' };
    expect((await api('POST', '', { body: {}, headers: fresh })).status).toBe(400);
    expect((await api('POST', '', { body: { title: 'Two' }, headers: fresh })).status).toBe(201);
    expect((await api('POST', '/2/note', { body: { text: 'Seen' }, headers: fresh })).status).toBe(200);
    expect((await api('POST', '/2/note', { body: { text: 'Other' }, headers: fresh })).status).toBe(422);
  });

  test.each([
    ['no title', {}, 'title'],
    ['no object', [1], ''],
    ['a service that is none', { title: 'x', service: 'Nobody' }, 'service'],
  ])('with %s is refused', async (_what, body, path) => {
    expect(await api('POST', '', { body })).toMatchObject({ status: 400, body: { issues: [{ path }] } });
    expect(await house.store.get(1)).toBeNull();
  });
});

describe('what can be done', () => {
  test('acknowledge, snooze, wake, escalate, resolve with a note, reopen: each is in the answer', async () => {
    await open('Down');
    const does = async (action: string, body?: object) => (await api('POST', `/1/${action}`, { body })).body.incident;
    expect(await does('acknowledge')).toMatchObject({ status: 'ACKNOWLEDGED', changed_by: { name: 'prometheus' } });
    expect(await does('snooze', { for: '1h' })).toMatchObject({
      status: 'SNOOZED',
      snoozed_until: '2026-01-14T12:00:00.000Z',
    });
    expect(await does('wake')).toMatchObject({ status: 'OPEN' });
    expect(await does('snooze', { until: '2026-01-14T14:00:00+01:00' })).toMatchObject({
      snoozed_until: '2026-01-14T13:00:00.000Z',
    });
    expect(await does('resolve', { note: 'Restarted' })).toMatchObject({
      status: 'RESOLVED',
      resolution_note: 'Restarted',
    });
    expect(await does('reopen')).toMatchObject({ status: 'OPEN', resolution_note: null });
  });

  test('assign, to whoever has the address in Slack and may act; hand back', async () => {
    await house.meet('U7', { displayName: 'jane' });
    await house.meet('U8', { displayName: 'vera', email: 'vera@example.com' });
    await house.meet('U9', { displayName: 'gus', email: 'gus@example.com', isGuest: true });
    await open('Down');
    const assign = (assignee: unknown) => api('POST', '/1/assign', { body: { assignee } });
    expect(await assign('Jane@Example.com')).toMatchObject({
      status: 200,
      body: { incident: { status: 'ACKNOWLEDGED', changed_by: { name: 'jane' } } },
    });
    for (const [assignee, words] of [
      ['vera@example.com', 'their role is viewer'],
      ['gus@example.com', "guests can't work on incidents"],
      ['nobody@example.com', 'Slack knows no such person'],
      ['jane@example.com', "INC-1 is @jane's already"],
    ]) {
      expect(await assign(assignee)).toMatchObject({
        status: 409,
        body: { error: expect.stringContaining(words ?? '') },
      });
    }
    expect(await assign('jane')).toMatchObject({ status: 400, body: { issues: [{ path: 'assignee' }] } });
    expect((await api('POST', '/1/hand_back')).body.incident).toMatchObject({ status: 'OPEN' });
    expect((await api('POST', '/1/hand_back')).status).toBe(409);
  });

  test('urgency, in both directions; edit: title, description and service', async () => {
    await open('Down');
    const does = async (action: string, body: object) => (await api('POST', `/1/${action}`, { body })).body.incident;
    expect(await does('urgency', { urgency: 'low' })).toMatchObject({ urgency: 'LOW' });
    expect(await does('urgency', { urgency: 'HIGH' })).toMatchObject({ urgency: 'HIGH' });
    expect(await does('edit', { title: 'Slow', service: 'Payment API' })).toMatchObject({
      title: 'Slow',
      service: 'Payment API',
    });
    expect(await does('edit', { description: 'Since ten' })).toMatchObject({
      description: 'Since ten',
      service: 'Payment API',
    });
    expect(await does('edit', { service: null })).toMatchObject({ service: null });
    expect((await api('POST', '/1/edit', { body: { title: 'Slow' } })).status).toBe(409);
    expect((await api('POST', '/1/edit', { body: { service: 'Nobody' } })).status).toBe(400);
    expect((await api('POST', '/1/urgency', { body: { urgency: 'URGENT' } })).status).toBe(400);
  });

  test('an incident that was given to another service still counts the alerts that opened it', async () => {
    const alert = { event_action: 'trigger', dedup_key: 'k', title: 'Down', service: 'Payment API' };
    await house.sendEvents(alert);
    await api('POST', '/1/edit', { body: { service: 'Büro' } });
    const again = await (await house.sendEvents(alert)).json();
    expect(again).toMatchObject({ results: [{ action: 'deduplicated', incident: 'INC-1' }] });
  });

  test('what is no longer possible is a 409, with the reason in words', async () => {
    await open('Down');
    await api('POST', '/1/acknowledge');
    expect(await api('POST', '/1/acknowledge')).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('INC-1 was already acknowledged by prometheus') },
    });
  });

  test('asked for twice with one Idempotency-Key it happens once, and is answered the same', async () => {
    await open('Down');
    const ask = () => api('POST', '/1/note', { body: { text: 'Once' }, headers: { 'Idempotency-Key': 'n1' } });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const notes = (await house.store.timeline(1)).filter(({ fact }) => fact.kind === 'note_added');
    expect(notes).toHaveLength(1);
  });

  test.each([
    ['snooze', {}],
    ['snooze', { for: 'a while' }],
    ['snooze', { until: 'tomorrow' }],
    ['note', {}],
    ['note', { text: ' ' }],
    ['note', { text: 'x'.repeat(3_001) }],
    ['resolve', { note: 7 }],
    ['resolve', 'no JSON'],
    ['acknowledge', [1]],
  ])('%s with %j is refused, and changes nothing', async (action, body) => {
    await open('Down');
    const before = await house.store.get(1);
    expect(await api('POST', `/1/${action}`, { body })).toMatchObject({
      status: 400,
      body: { issues: [expect.any(Object)] },
    });
    expect(await house.store.get(1)).toEqual(before);
  });

  test('a snooze out of range says the range', async () => {
    await open('Down');
    const until = new Date(house.clock.now() - HOUR).toISOString();
    const { status, body } = await api('POST', '/1/snooze', { body: { until } });
    expect([status, body.error]).toEqual([400, expect.stringContaining('between 1 minute and 30 days')]);
  });
});

describe('a key', () => {
  test('of a service sees and touches the incidents of that service alone', async () => {
    const key = await house.keyOf('Büro');
    await open('Paid', { service: 'Payment API' });
    await open('Ours', { service: 'Büro' });
    const { body } = await api('GET', '', { key });
    expect(body.incidents.map(({ number }: { number: string }) => number)).toEqual(['INC-2']);
    for (const [method, path] of [
      ['GET', '/1'],
      ['GET', '/1/timeline'],
      ['POST', '/1/resolve'],
    ] as const) {
      expect([path, (await api(method, path, { key })).status]).toEqual([path, 404]);
    }
    expect((await api('GET', '?service=Payment%20API', { key })).status).toBe(400);
    expect((await api('POST', '', { key, body: { title: 'x', service: 'Payment API' } })).status).toBe(400);
    expect((await api('POST', '', { key, body: { title: 'New' } })).body.incident.service).toBe('Büro');
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
  });

  test('does not see, count or touch what belongs to a private channel', async () => {
    await house.makePrivate('Payment API');
    await open('Secret', { service: 'Payment API' });
    expect((await api('GET', '')).body).toEqual({ incidents: [], next_cursor: null });
    for (const [method, path] of [
      ['GET', '/1'],
      ['GET', '/1/timeline'],
      ['POST', '/1/acknowledge'],
    ] as const) {
      expect([path, (await api(method, path)).status]).toEqual([path, 404]);
    }
    // Whoever knows the dedup key may say that it is the same again, and is told its number alone.
    const headers = { 'Idempotency-Key': 'again' };
    for (const sent of [{}, { headers }, { headers }]) {
      const { status, body } = await api('POST', '', { body: { title: 'x', dedup_key: 'Secret' }, ...sent });
      expect([status, body]).toEqual([200, { incident: { number: 'INC-1' } }]);
    }
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
  });

  test('is not told which private incident an alert goes on as', async () => {
    await open('Down', { service: 'Payment API' });
    await api('POST', '/1/resolve');
    await house.makePrivate('Payment API');
    await open('Down', { service: 'Payment API' });
    const { status, body } = await api('POST', '/1/reopen');
    expect([status, body.error]).toEqual([409, expect.stringContaining('you may not see')]);
    expect(body.error).not.toContain('INC-2');
  });

  test.each([
    ['GET', ''],
    ['GET', '/1'],
    ['POST', ''],
    ['POST', '/1/acknowledge'],
  ] as const)('is needed for %s %s', async (method, path) => {
    await open('Down');
    expect((await api(method, path, { key: 'opsk_wrong' })).status).toBe(401);
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
  });
});

describe('incidents that have to do with each other', () => {
  test('one is merged into another, which counts its alerts; undone, it is its own again', async () => {
    await open('Payments');
    await open('Checkout');
    const { status, body } = await api('POST', '/INC-2/merge', { body: { into: 'INC-1' } });
    expect([status, body.incident]).toMatchObject([200, { number: 'INC-2', status: 'MERGED', merged_into: 'INC-1' }]);
    expect((await api('GET', '/1')).body).toMatchObject({ merged: ['INC-2'], alert_count: 2, status: 'OPEN' });
    const { body: told } = await api('GET', '/1/timeline');
    expect(told.timeline.map(({ incident, kind }: Record<string, string>) => `${incident} ${kind}`)).toEqual([
      'INC-1 triggered',
      'INC-2 triggered',
      'INC-1 absorbed',
      'INC-2 merged',
    ]);
    expect((await (await open('Checkout')).json()).results).toMatchObject([
      { action: 'deduplicated', incident: 'INC-1' },
    ]);
    const over = await house.sendEvents({ event_action: 'resolve', dedup_key: 'Payments' });
    expect((await over.json()).results).toMatchObject([{ action: 'resolved', incident: 'INC-1' }]);
    expect((await api('GET', '/1')).body.status).toBe('OPEN');
    expect(await api('POST', '/2/undo_merge')).toMatchObject({ status: 409 });
    await open('Payments');
    expect((await api('POST', '/2/undo_merge')).body.incident).toMatchObject({ status: 'OPEN', merged_into: null });
    const refused = await api('POST', '/2/acknowledge');
    expect(refused.status).toBe(200);
  });

  test('what can’t be is refused, each with its reason', async () => {
    await open('Payments');
    const answers = await Promise.all([
      api('POST', '/1/merge', { body: { into: 'INC-1' } }),
      api('POST', '/1/merge', { body: { into: 'INC-9' } }),
      api('POST', '/1/merge', { body: { into: 'it' } }),
      api('POST', '/1/merge'),
      api('POST', '/1/undo_merge'),
      api('POST', '/1/link', { body: { to: 'INC-9' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 400, 400, 409, 409]);
  });

  test('what goes on as an incident that has become private names it nowhere', async () => {
    await open('Payments');
    await open('Checkout');
    await api('POST', '/2/merge', { body: { into: 'INC-1' } });
    await house.makePrivate('Payment API');
    await api('POST', '/1/edit', { body: { service: 'Payment API' } });
    expect((await api('GET', '/1')).status).toBe(404);
    const told = [await api('GET', '/2'), await api('GET', '?status=merged'), await api('GET', '/2/timeline')];
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.stringify(told)).not.toContain('INC-1');
  });

  test('links are on both, for keys that may see both', async () => {
    await open('Payments', { service: 'Payment API' });
    await open('Search');
    expect((await api('POST', '/1/link', { body: { to: '2' } })).body.incident).toMatchObject({ related: ['INC-2'] });
    expect((await api('GET', '/2')).body.related).toEqual(['INC-1']);
    expect((await api('POST', '/2/unlink', { body: { to: 'INC-1' } })).body.incident).toMatchObject({ related: [] });
  });
});
