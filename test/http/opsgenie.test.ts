import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertIdOf } from '../../src/http/ingest/opsgenie/ids.ts';
import { readRequestId, requestIdOf } from '../../src/http/ingest/opsgenie/request-id.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { StorageFailure } from '../../src/lib/storage-failure.ts';
import { OPERATOR } from '../operator.ts';
import { runs } from '../runs.ts';
import { type House, startHouse } from './support.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NEVER_MADE = '513085b8-caf3-4f91-aa23-be5fdefc3570';
const ALERT = { message: 'Disk is full', alias: 'disk/1' };
const BY_ALIAS = '/v2/alerts/disk%2F1';

/** Speaks to the house as a client of Opsgenie does. */
class Client {
  constructor(
    private readonly house: House,
    readonly key: string = house.key,
  ) {}

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.house.url}${path}`, {
      method,
      headers: { Connection: 'close', Authorization: `GenieKey ${this.key}`, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** Sends what is to be accepted; resolves to the id of the request. */
  async ask(method: string, path: string, body: unknown = {}): Promise<string> {
    const response = await this.send(method, path, body);
    const answer = await response.json();
    expect({ status: response.status, answer }).toEqual({
      status: 202,
      answer: { result: 'Request will be processed', took: expect.any(Number), requestId: expect.stringMatching(UUID) },
    });
    expect(response.headers.get('x-request-id')).toBe(answer.requestId);
    return answer.requestId;
  }

  async statusOf(requestId: string) {
    const response = await this.send('GET', `/v2/alerts/requests/${requestId}`);
    expect(response.status).toBe(200);
    return (await response.json()).data;
  }

  /** What came of a request. */
  async do(method: string, path: string, body: unknown = {}) {
    return this.statusOf(await this.ask(method, path, body));
  }
}

async function clientOf(house: House, serviceName: string): Promise<Client> {
  return new Client(house, await house.keyOf(serviceName));
}

async function factsOf(house: House, number: number) {
  return (await house.store.timeline(number)).map(({ fact }) => fact);
}

describe('an alert', () => {
  test('opens an incident that is on disk when it is accepted', async () => {
    const house = await startHouse();
    const status = await new Client(house).do('POST', '/v2/alerts', {
      ...ALERT,
      description: 'No space left on /var',
      responders: [
        { type: 'team', name: 'payments' },
        { type: 'user', username: 'jane@example.com' },
        { type: 'schedule', id: '8418d193' },
      ],
      visibleTo: [{ type: 'team', name: 'leads' }],
      actions: ['Restart'],
      tags: ['storage', 'prod'],
      details: { region: 'eu' },
      entity: 'db-1',
      source: 'checkout-host-3',
      priority: 'P3',
      user: 'Nagios',
      note: 'seen since noon',
    });
    expect(status).toEqual({
      success: true,
      action: 'Create',
      processedAt: new Date(house.clock.now()).toISOString(),
      integrationId: expect.stringMatching(UUID),
      isSuccess: true,
      status: 'Created alert',
      alertId: expect.stringMatching(UUID),
      alias: 'disk/1',
    });
    expect(await house.store.get(1)).toMatchObject({
      title: 'Disk is full',
      description: 'No space left on /var',
      urgency: 'MEDIUM',
      components: ['db-1'],
      source: 'checkout-host-3',
      openedBy: { kind: 'monitor', name: 'checkout-host-3' },
      dedupKey: 'disk/1',
      details: {
        region: 'eu',
        tags: ['storage', 'prod'],
        actions: ['Restart'],
        responders: ['team payments', 'user jane@example.com', 'schedule 8418d193'],
        visibleTo: ['team leads'],
        user: 'Nagios',
        note: 'seen since noon',
      },
    });
  });

  test('of the same alias counts on the incident, and opens a new one when that is closed', async () => {
    const house = await startHouse();
    const client = new Client(house);
    const first = await client.do('POST', '/v2/alerts', ALERT);
    expect(await client.do('POST', '/v2/alerts', ALERT)).toMatchObject({
      success: true,
      status: 'Increased alert count',
      alertId: first.alertId,
    });
    expect((await house.store.get(1))?.alertCount).toBe(2);
    await client.ask('POST', `${BY_ALIAS}/close?identifierType=alias`);
    const again = await client.do('POST', '/v2/alerts', ALERT);
    expect(again).toMatchObject({ status: 'Created alert', alias: 'disk/1' });
    expect(again.alertId).not.toBe(first.alertId);
    expect((await house.store.get(2))?.state.status).toBe('OPEN');
  });

  test('without an alias gets one of its own', async () => {
    const house = await startHouse();
    const client = new Client(house);
    const [one, other] = [
      await client.do('POST', '/v2/alerts', { message: 'Once' }),
      await client.do('POST', '/v2/alerts', { message: 'Once', alias: ' ' }),
    ];
    expect(one.alias).toMatch(UUID);
    expect(other.alias).not.toBe(one.alias);
    expect(await client.do('POST', `/v2/alerts/${one.alias}/close?identifierType=alias`)).toMatchObject({
      success: true,
      alertId: one.alertId,
    });
  });

  test.each([
    [{ priority: 'P1' }, 'HIGH'],
    [{ priority: 'P2' }, 'HIGH'],
    [{ priority: 'P3' }, 'MEDIUM'],
    [{ priority: 'p4' }, 'LOW'],
    [{ priority: 'P5' }, 'LOW'],
    [{ priority: 'P7' }, 'LOW'],
    [{}, 'MEDIUM'],
    [{ priority: '', details: { severity: 'critical' } }, 'HIGH'],
    [{ priority: 'P5', details: { severity: 'critical' } }, 'LOW'],
  ])('is as urgent as it says: %j is %s', async (fields, urgency) => {
    const house = await startHouse();
    await new Client(house).ask('POST', '/v2/alerts', { ...ALERT, ...fields });
    expect((await house.store.get(1))?.urgency).toBe(urgency);
  });

  test.each([
    ['the detail "service" names it', { details: { service: 'payment api' } }, 'Payment API'],
    ['a tag is its name', { tags: ['prod', 'Büro'] }, 'Büro'],
    ['the detail comes before a tag', { details: { service: 'Payment API' }, tags: ['Büro'] }, 'Payment API'],
    ['words of their own name none', { details: { service: 'checkout' }, tags: ['prod'] }, null],
  ])('belongs to a service: %s', async (_how, fields, name) => {
    const house = await startHouse();
    await new Client(house).ask('POST', '/v2/alerts', { ...ALERT, ...fields });
    const service = name === null ? null : await house.settings.serviceByName(name);
    expect((await house.store.get(1))?.serviceId).toBe(service?.id ?? null);
  });

  test('of a key of a service belongs to that service, whatever it names', async () => {
    const house = await startHouse();
    await (await clientOf(house, 'Büro')).ask('POST', '/v2/alerts', { ...ALERT, details: { service: 'Payment API' } });
    expect((await house.store.get(1))?.serviceId).toBe((await house.settings.serviceByName('Büro'))?.id);
  });

  test('whose source is an address links to it', async () => {
    const house = await startHouse();
    const source = 'http://alertmanager:9093/#/alerts?receiver=opsgenie';
    await new Client(house).ask('POST', '/v2/alerts', { ...ALERT, source });
    expect(await house.store.get(1)).toMatchObject({ source: 'alertmanager:9093', url: source });
  });

  test('is cut where Opsgenie cuts it, and the whole message is in its description', async () => {
    const house = await startHouse();
    const message = 'disk '.repeat(100).trim();
    await new Client(house).ask('POST', '/v2/alerts', { ...ALERT, message });
    const incident = await house.store.get(1);
    expect(incident?.title.length).toBeLessThanOrEqual(130);
    expect(incident?.description).toBe(message);
  });

  test('with fields of other types is taken with what can be read of it', async () => {
    const house = await startHouse();
    const fields = { alias: 7, description: {}, responders: 'x', tags: [1, {}], details: [], entity: null, source: [] };
    await new Client(house).ask('POST', '/v2/alerts', { message: 404, ...fields });
    expect(await house.store.get(1)).toMatchObject({ title: '404', dedupKey: '7', details: { tags: ['1'] } });
  });
});

describe('an incident', () => {
  const identifiers: [string, (alertId: string) => string][] = [
    ['its id', (alertId) => `/v2/alerts/${alertId}/*?identifierType=id`],
    ['its id, as nothing else is said', (alertId) => `/v2/alerts/${alertId}/*`],
    ['its tiny id', () => '/v2/alerts/1/*?identifierType=tiny'],
    ['its alias', () => `${BY_ALIAS}/*?identifierType=alias`],
  ];

  test.each(identifiers)('is acknowledged and closed by %s', async (_which, path) => {
    const house = await startHouse();
    const client = new Client(house);
    const { alertId } = await client.do('POST', '/v2/alerts', ALERT);
    const ask = (action: string, body: unknown = {}) => client.do('POST', path(alertId).replace('*', action), body);

    expect(await ask('acknowledge', { user: 'Jane', note: 'on it' })).toEqual({
      success: true,
      action: 'Acknowledge',
      processedAt: expect.any(String),
      integrationId: expect.any(String),
      isSuccess: true,
      status: 'Acknowledged alert',
      alertId,
      alias: 'disk/1',
    });
    expect(await factsOf(house, 1)).toContainEqual({ kind: 'note_added', text: 'on it' });
    expect(await ask('acknowledge', { note: 'me too' })).toMatchObject({
      success: false,
      isSuccess: false,
      status: 'Alert is already acknowledged',
      alertId,
    });
    expect(await ask('close', { source: 'runbook', note: 'freed 3 GB' })).toMatchObject({
      success: true,
      action: 'Close',
      status: 'Closed alert',
    });
    expect((await house.store.get(1))?.state).toMatchObject({
      status: 'RESOLVED',
      by: { kind: 'monitor', name: 'runbook' },
      note: 'freed 3 GB',
    });
  });

  test('is closed by a request without a body', async () => {
    const house = await startHouse();
    const client = new Client(house);
    await client.ask('POST', '/v2/alerts', ALERT);
    expect((await client.send('POST', '/v2/alerts/1/close?identifierType=tiny')).status).toBe(202);
    expect((await house.store.get(1))?.state).toMatchObject({
      status: 'RESOLVED',
      by: { kind: 'monitor', name: 'prometheus' },
      note: null,
    });
    expect(await client.do('POST', '/v2/alerts/1/close?identifierType=tiny')).toMatchObject({
      success: false,
      status: 'Alert is already closed',
    });
    expect(await client.do('POST', `${BY_ALIAS}/close?identifierType=alias`)).toMatchObject({
      status: 'Alert does not exist',
    });
  });

  test('is snoozed until the time that was asked for, if it may be', async () => {
    const house = await startHouse();
    const client = new Client(house);
    await client.ask('POST', '/v2/alerts', ALERT);
    const until = house.clock.now() + HOUR;
    const snooze = (at: number) =>
      client.do('POST', '/v2/alerts/1/snooze?identifierType=tiny', { endTime: new Date(at).toISOString() });
    expect(await snooze(until)).toMatchObject({ success: true, action: 'Snooze', status: 'Snoozed alert' });
    expect((await house.store.get(1))?.state).toMatchObject({ status: 'SNOOZED', until });
    expect(await snooze(house.clock.now() - MINUTE)).toMatchObject({
      success: false,
      status: 'Alert can be snoozed for 1 minute to 30 days',
    });
    await client.ask('POST', '/v2/alerts/1/close?identifierType=tiny');
    expect(await snooze(until)).toMatchObject({ success: false, status: 'Alert is already closed' });
  });

  test('is given notes', async () => {
    const house = await startHouse();
    const client = new Client(house);
    await client.ask('POST', '/v2/alerts', ALERT);
    expect(
      await client.do('POST', `${BY_ALIAS}/notes?identifierType=alias`, { note: 'cleaning up', user: 'Jane' }),
    ).toMatchObject({ success: true, action: 'AddNote', status: 'Added note' });
    expect((await house.store.timeline(1)).at(-1)).toMatchObject({
      actor: { kind: 'monitor', name: 'Jane' },
      fact: { kind: 'note_added', text: 'cleaning up' },
    });
  });

  test.each([
    ['message', 'UpdateMessage'],
    ['description', 'UpdateDescription'],
  ])('keeps its own %s when Alertmanager sends another one', async (field, action) => {
    const house = await startHouse();
    const client = new Client(house);
    await client.ask('POST', '/v2/alerts', { ...ALERT, description: 'as it was' });
    const before = await house.store.get(1);
    expect(await client.do('PUT', `${BY_ALIAS}/${field}?identifierType=alias`, { [field]: 'other' })).toMatchObject({
      success: false,
      action,
      alias: 'disk/1',
    });
    expect(await house.store.get(1)).toEqual(before);
  });

  test('is shown to whoever asks for it, in any state', async () => {
    const house = await startHouse();
    const client = new Client(house);
    const { alertId } = await client.do('POST', '/v2/alerts', { ...ALERT, priority: 'P1' });
    const shown = async () => (await (await client.send('GET', '/v2/alerts/1?identifierType=tiny')).json()).data;
    expect(await shown()).toMatchObject({
      id: alertId,
      tinyId: '1',
      alias: 'disk/1',
      message: 'Disk is full',
      status: 'open',
      acknowledged: false,
      snoozed: false,
      count: 1,
      priority: 'P1',
    });
    const endTime = new Date(house.clock.now() + HOUR).toISOString();
    await client.ask('POST', `/v2/alerts/${alertId}/snooze`, { endTime });
    expect(await shown()).toMatchObject({ status: 'open', snoozed: true, snoozedUntil: endTime });
    await client.ask('POST', `/v2/alerts/${alertId}/close`);
    expect(await shown()).toMatchObject({ status: 'closed', snoozed: false });
  });
});

const ACTIONS: [string, string, Record<string, string>][] = [
  ['POST', 'acknowledge', {}],
  ['POST', 'close', { note: 'mine' }],
  ['POST', 'snooze', { endTime: '2026-01-14T12:00:00Z' }],
  ['POST', 'notes', { note: 'mine' }],
  ['PUT', 'message', { message: 'mine' }],
  ['PUT', 'description', { description: 'mine' }],
];

describe('what there is not', () => {
  test.each(ACTIONS)('%s …/%s of an unknown alert is accepted, and comes to nothing', async (method, action, body) => {
    const client = new Client(await startHouse());
    for (const path of ['disk/*?identifierType=alias', '7/*?identifierType=tiny', `${NEVER_MADE}/*`, 'x/*']) {
      expect(await client.do(method, `/v2/alerts/${path.replace('*', action)}`, body)).toMatchObject({
        success: false,
        isSuccess: false,
        status: 'Alert does not exist',
        alertId: '',
        alias: '',
      });
    }
  });

  test.each(ACTIONS)('%s …/%s with a key of another service: there is no such alert', async (method, action, body) => {
    const house = await startHouse();
    const { alertId } = await new Client(house).do('POST', '/v2/alerts', {
      ...ALERT,
      details: { service: 'Payment API' },
    });
    const stranger = await clientOf(house, 'Büro');
    const before = await house.store.get(1);
    for (const path of [`${alertId}/*`, '1/*?identifierType=tiny', 'disk%2F1/*?identifierType=alias']) {
      expect(await stranger.do(method, `/v2/alerts/${path.replace('*', action)}`, body)).toMatchObject({
        success: false,
        status: 'Alert does not exist',
        alertId: '',
        alias: '',
      });
    }
    expect(await house.store.get(1)).toEqual(before);
    expect((await stranger.send('GET', `/v2/alerts/${alertId}`)).status).toBe(404);
  });

  test('what belongs to a private channel is not there for a key; whoever sent an alert may still say that it is over', async () => {
    const house = await startHouse();
    await house.makePrivate('Payment API');
    const client = new Client(house);
    const created = await client.ask('POST', '/v2/alerts', { ...ALERT, details: { service: 'Payment API' } });
    const alertId = alertIdOf(1);
    const done = { success: true, status: 'Created alert', alertId: '', alias: '' };
    expect(await client.statusOf(created)).toMatchObject(done);
    for (const path of [alertId, '1?identifierType=tiny', 'disk%2F1?identifierType=alias']) {
      expect([path, (await client.send('GET', `/v2/alerts/${path}`)).status]).toEqual([path, 404]);
    }
    expect(await client.do('POST', `/v2/alerts/${alertId}/close`)).toMatchObject({ status: 'Alert does not exist' });
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
    await client.ask('POST', `${BY_ALIAS}/close?identifierType=alias`);
    expect((await house.store.get(1))?.state.status).toBe('RESOLVED');
  });

  test('what goes on as an incident that has become private doesn’t tell how that one stands', async () => {
    const house = await startHouse();
    const client = new Client(house);
    for (const alias of ['one', 'two']) await client.ask('POST', '/v2/alerts', { message: alias, alias });
    const asNative = async (path: string, body: object = {}) => {
      const sent = await house.post(`/api/incidents/${path}`, JSON.stringify(body), { key: house.key });
      expect(sent.status).toBe(200);
    };
    await asNative('2/merge', { into: 'INC-1' });
    await asNative('1/acknowledge');
    await house.makePrivate('Payment API');
    await asNative('1/edit', { service: 'Payment API' });
    const answer = await client.send('GET', `/v2/alerts/${alertIdOf(2)}`);
    expect((await answer.json()).data).toMatchObject({ alias: 'two', status: 'open', acknowledged: false });
  });

  test('an alert of an alias that an incident of another service has opens one of its own', async () => {
    const house = await startHouse();
    const [one, other] = [await clientOf(house, 'Payment API'), await clientOf(house, 'Büro')];
    await one.ask('POST', '/v2/alerts', ALERT);
    expect(await other.do('POST', '/v2/alerts', ALERT)).toMatchObject({ status: 'Created alert' });
    await other.ask('POST', `${BY_ALIAS}/close?identifierType=alias`);
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
    expect((await house.store.get(2))?.state.status).toBe('RESOLVED');
  });

  test('an alias whose alert has changed its service is acknowledged, noted and closed in both', async () => {
    const house = await startHouse();
    const client = new Client(house);
    for (const service of ['Payment API', 'Büro'])
      await client.ask('POST', '/v2/alerts', { ...ALERT, details: { service } });
    await client.ask('POST', `${BY_ALIAS}/acknowledge?identifierType=alias`, { note: 'seen' });
    for (const number of [1, 2]) {
      expect((await factsOf(house, number)).map(({ kind }) => kind)).toEqual([
        'triggered',
        'acknowledged',
        'note_added',
      ]);
    }
    await house.incidents.execute(2, { type: 'resolve', note: null }, { kind: 'monitor', name: 'somebody' });
    const closed = await client.do('POST', `${BY_ALIAS}/close?identifierType=alias`);
    expect(closed).toMatchObject({ status: 'Closed alert', alertId: alertIdOf(1) });
    expect((await house.store.get(1))?.state.status).toBe('RESOLVED');
  });

  test('a request is known to the key that it was made with, and to no other', async () => {
    const house = await startHouse();
    const client = new Client(house);
    const id = await client.ask('POST', '/v2/alerts', ALERT);
    const askedFor = (who: Client, requestId: string) => who.send('GET', `/v2/alerts/requests/${requestId}`);
    expect((await askedFor(client, id.toUpperCase())).status).toBe(200);
    const last = id.endsWith('0') ? '1' : '0';
    for (const [who, requestId] of [
      [await clientOf(house, 'Büro'), id],
      [client, NEVER_MADE],
      [client, id.slice(0, -1) + last],
      [client, `f${id.slice(1)}`],
      [client, 'x'],
    ] as const) {
      const response = await askedFor(who, requestId);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        message: 'Request not found. It might not be processed, yet.',
        took: expect.any(Number),
        requestId: expect.stringMatching(UUID),
      });
    }
  });

  test('an id that somebody makes up with their own key tells nothing of the incidents of others', async () => {
    const house = await startHouse();
    await new Client(house).ask('POST', '/v2/alerts', { ...ALERT, details: { service: 'Payment API' } });
    const stranger = await clientOf(house, 'Büro');
    const answers = [1, 99].map(async (incident) => {
      const made = requestIdOf({ at: house.clock.now(), action: 'Create', result: 'done', incident }, stranger.key);
      const response = await stranger.send('GET', `/v2/alerts/requests/${made}`);
      return { status: response.status, ...(await response.json()), requestId: null };
    });
    const [foreign, missing] = await Promise.all(answers);
    expect(foreign).toMatchObject({ status: 200 });
    expect(foreign).toEqual(missing);
  });

  test('an id of a request says what came of it, whatever it was, and nothing to who has another secret', () => {
    const done = fc.record({
      at: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      action: fc.constantFrom('Create', 'Acknowledge', 'Close', 'Snooze', 'AddNote', 'UpdateDescription'),
      result: fc.constantFrom('done', 'counted', 'alert_missing', 'already_closed', 'no_effect', 'refused'),
      incident: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 2 ** 34 - 1 })),
    } as const);
    fc.assert(
      fc.property(done, (request) => {
        const id = requestIdOf(request, 'one');
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(readRequestId(id, 'one')).toEqual(request);
        expect(readRequestId(id, 'other')).toBeNull();
      }),
      runs(),
    );
  });

  test.each([
    ['DELETE', '/v2/alerts/1?identifierType=tiny'],
    ['GET', '/v2/alerts'],
    ['POST', '/v2/alerts/1/escalate'],
  ])('%s %s is said to be missing in the form of Opsgenie', async (method, path) => {
    const response = await new Client(await startHouse()).send(method, path, method === 'GET' ? undefined : {});
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('OpsKnight does not have') });
  });
});

describe('a request is refused', () => {
  const unauthorized = { message: expect.stringContaining('API key'), took: expect.any(Number) };

  test.each([
    ['without a key', ''],
    ['with a wrong key', 'GenieKey opk_wrong'],
    ['with a key of another scheme', 'Bearer %'],
    ['with nothing behind the scheme', 'GenieKey '],
  ])('%s', async (_how, header) => {
    const house = await startHouse();
    const client = new Client(house);
    for (const [method, path] of [
      ['POST', '/v2/alerts'],
      ['POST', '/v2/alerts/1/close'],
      ['GET', `/v2/alerts/requests/${NEVER_MADE}`],
      ['GET', '/v2/alerts/1'],
    ] as const) {
      const headers = { Authorization: header.replace('%', house.key) };
      const response = await client.send(method, path, method === 'POST' ? ALERT : undefined, headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^GenieKey /);
      expect(await response.json()).toMatchObject(unauthorized);
    }
    expect(await house.store.get(1)).toBeNull();
  });

  test('with a key that was revoked', async () => {
    const house = await startHouse();
    const client = new Client(house);
    await client.ask('POST', '/v2/alerts', ALERT);
    await house.keys.revoke('prometheus', house.clock.now(), OPERATOR);
    const response = await client.send('POST', `${BY_ALIAS}/close?identifierType=alias`, {});
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject(unauthorized);
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
  });

  test.each<[string, unknown, Record<string, string>]>([
    ['/v2/alerts', {}, { message: 'Message can not be empty.' }],
    ['/v2/alerts', '', { message: 'Message can not be empty.' }],
    ['/v2/alerts', { message: ' \u0000\n' }, { message: 'Message can not be empty.' }],
    ['/v2/alerts', { message: {} }, { message: 'Message can not be empty.' }],
    ['/v2/alerts', '[]', { body: 'Body should be a JSON object.' }],
    ['/v2/alerts/1/snooze', {}, { endTime: 'EndTime should be a time such as 2026-01-14T12:30:00Z.' }],
    [
      '/v2/alerts/1/snooze',
      { endTime: 'tomorrow' },
      { endTime: 'EndTime should be a time such as 2026-01-14T12:30:00Z.' },
    ],
    ['/v2/alerts/1/notes', { note: ' ' }, { note: 'Note can not be empty.' }],
    ['/v2/alerts/1/close', 'null', { body: 'Body should be a JSON object.' }],
    [
      '/v2/alerts/1/close?identifierType=name',
      {},
      { identifierType: 'IdentifierType should be one of id, tiny and alias.' },
    ],
  ])('with 422 for what it says: POST %s %j', async (path, body, errors) => {
    const response = await new Client(await startHouse()).send('POST', path, body);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      message: 'Request body is not processable. Please check the errors.',
      errors,
      took: expect.any(Number),
      requestId: expect.stringMatching(UUID),
    });
  });

  test.each([
    ['400 for what is no JSON', '{"message":', {}, 400],
    ['415 for what is compressed', JSON.stringify(ALERT), { 'Content-Encoding': 'gzip' }, 415],
    ['413 for what is too large', JSON.stringify({ ...ALERT, note: 'x'.repeat(6 * 1024 * 1024) }), {}, 413],
  ])('with %s', async (_how, body, headers, status) => {
    const house = await startHouse();
    const response = await new Client(house).send('POST', '/v2/alerts', body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      message: expect.any(String),
      took: expect.any(Number),
      requestId: expect.stringMatching(UUID),
    });
    expect(await house.store.get(1)).toBeNull();
  });

  test('while too much waits for the disk, with when to come back', async () => {
    const house = await startHouse({ pendingWrites: () => 10_001 });
    for (const path of ['/v2/alerts', '/v2/alerts/1/close?identifierType=tiny']) {
      const response = await new Client(house).send('POST', path, ALERT);
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('2');
      expect(await response.json()).toMatchObject({ message: expect.stringContaining('Too many'), took: 0 });
    }
  });
});

test('a database that can not be written is a 503 with when to come back, as everywhere', async () => {
  const house = await startHouse();
  house.store.receive = () => Promise.reject(new StorageFailure('full', 'SQLITE_FULL'));
  const response = await new Client(house).send('POST', '/v2/alerts', ALERT);
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(JSON.parse(house.logLines.at(-1) ?? '{}')).toMatchObject({ method: 'POST', err: { code: 'SQLITE_FULL' } });
});

test('whatever is sent, the answer is of the right form, small and no fault of ours', async () => {
  const client = new Client(await startHouse());
  await client.ask('POST', '/v2/alerts', { ...ALERT, description: '"\n'.repeat(10_000) });
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('\u0000', '\ud800', '__proto__', 'é'.repeat(70_000), '9'.repeat(400)),
  );
  const value = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('disk/1', '2026-01-14T12:00:00Z'));
  const fields = ['message', 'alias', 'description', 'responders', 'tags', 'details', 'source', 'priority', 'user'];
  const body = fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...fields, 'note', 'endTime', 'entity', 'actions'), value) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
  const identifier = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('1', 'INC-1', 'disk/1', '%', '%zz', '..', '9'.repeat(400), '6f70736b-6e69-8000-8000-000000000001'),
  );
  const type = fc.oneof(fc.constantFrom('', 'id', 'tiny', 'alias', '__proto__'), fc.string({ maxLength: 5 }));
  const last = fc.constantFrom('', '/acknowledge', '/close', '/snooze', '/notes', '/message', '/description', '/x');
  const path = fc.oneof(
    fc.constant('/v2/alerts'),
    fc.tuple(identifier, fc.boolean(), last, type).map(([who, isRaw, what, kind]) => {
      const written = isRaw && /^[\w.%-]+$/.test(who) ? who : encodeURIComponent(who.toWellFormed());
      return `/v2/alerts/${written}${what}?identifierType=${encodeURIComponent(kind.toWellFormed())}`;
    }),
    identifier.map((id) => `/v2/alerts/requests/${encodeURIComponent(id.toWellFormed())}`),
  );
  const method = fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'GET', 'DELETE');
  await fc.assert(
    fc.asyncProperty(method, path, body, async (how, where, what) => {
      const response = await client.send(how, where, how === 'GET' ? undefined : JSON.stringify(what));
      const answer = await response.text();
      expect(response.status).toBeLessThan(500);
      expect(Buffer.byteLength(answer)).toBeLessThan(64 * 1024);
      const isOurs = new URL(response.url).pathname.startsWith('/v2/alerts');
      expect(JSON.parse(answer)).toMatchObject(isOurs ? { requestId: expect.stringMatching(UUID) } : {});
    }),
    runs(50),
  );
});
