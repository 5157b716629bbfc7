import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OPERATIONS } from '../../src/http/api/operations.ts';
import { runs } from '../runs.ts';
import { startHouse } from './support.ts';

/* Whatever is sent to whichever address that takes a key: no failure of ours, and no large answer. */

const MAX_ANSWER = 64 * 1024;

const PATHS = [
  ...OPERATIONS.map(({ method, path }) => ({ method: method.toUpperCase(), path })),
  ...['/v2/enqueue', '/v2/change/enqueue', '/v2/alerts', '/v2/alerts/{id}/close', '/v2/alerts/{id}/snooze'].map(
    (path) => ({ method: 'POST', path }),
  ),
  { method: 'PUT', path: '/v2/alerts/{id}/message' },
  { method: 'GET', path: '/v2/alerts/{id}' },
];

const schemeOf = (path: string) => (path.startsWith('/v2/alerts') ? 'GenieKey' : 'Bearer');

const time = fc.constantFrom<unknown>(
  ...['0000-00-00T00:00:00Z', '9999-12-31T23:59:60Z', '-271821-04-20T00:00:00Z', '2026-02-30T25:61:61+99:99', 'now'],
  ...[-1, 0, 8.64e15, 1e308, 1.5],
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    ...['<!channel>', '<@U1>', '<!subteam^S1>', '@here', '\u202e', '\u0000', '\ud800', '__proto__', 'a'.repeat(70_000)],
    ...['Payment API', 'INC-1', '1h', 'P1', 'critical', 'jane@example.com', '#incidents', '"\\'.repeat(2_000)],
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(text, time, fc.jsonValue({ maxDepth: 2 }));
const field = fc.constantFrom(
  ...['event_action', 'title', 'dedup_key', 'service', 'urgency', 'url', 'details', 'components', 'source', 'alerts'],
  ...['routing_key', 'payload', 'message', 'alias', 'endTime', 'until', 'for', 'note', 'text', 'assignee', 'channel'],
  ...['status', 'labels', 'annotations', 'groupKey', 'msg', 'heartbeat', 'monitor', 'blocks', 'template', 'values'],
);
const object = fc.dictionary(field, value, { maxKeys: 6 });
const json = fc
  .oneof(object, fc.array(object, { maxLength: 3 }), value)
  .map((sent) => JSON.stringify(sent) ?? 'undefined');
const body = fc.oneof(
  { weight: 6, arbitrary: json },
  // The last of two counts, wherever they are.
  { weight: 1, arbitrary: fc.tuple(json, json).map(([one, other]) => `{"title":${one},"title":${other}}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '{}', '\ufeff{}', '1e999', '[{}'.repeat(3_000)) },
);
const headers = fc.constantFrom<Record<string, string>>(
  ...[{}, {}, {}, { 'Content-Type': 'text/plain' }, { 'Content-Type': 'multipart/form-data' }],
  ...[{ 'Idempotency-Key': 'k' }, { 'Idempotency-Key': ' ' }, { 'Idempotency-Key': 'k'.repeat(300) }],
  ...[{ 'Content-Encoding': 'gzip' }, { 'Content-Encoding': 'br' }],
);
const query = fc.constantFrom('', '?group=group', '?identifierType=alias', '?mapping=x', '?cursor=1', '?limit=9e9');

/** An error is said in the words of whoever is asked: PagerDuty, Opsgenie, or as RFC 9457 has it. */
function formOf(path: string, { status, headers }: Response, answer: string): string {
  const said = JSON.parse(answer) as Record<string, unknown>;
  const type = headers.get('content-type');
  if (path.startsWith('/v2/alerts')) {
    const { message, took, requestId } = said;
    return typeof message === 'string' && typeof took === 'number' && requestId === headers.get('x-request-id')
      ? 'right'
      : answer;
  }
  if (path.startsWith('/v2/')) {
    const isKnown = ['invalid event', 'Unrecognized object', 'throttle exceeded'].includes(String(said['status']));
    return isKnown && typeof said['message'] === 'string' && Array.isArray(said['errors']) ? 'right' : answer;
  }
  const isProblem =
    type === 'application/problem+json' && said['status'] === status && said['detail'] === said['error'];
  return isProblem && typeof said['title'] === 'string' && said['type'] === 'about:blank'
    ? 'right'
    : `${type} ${answer}`;
}

test('whatever is sent to an address that takes a key, the answer is no failure of ours, and is small', async () => {
  const house = await startHouse();
  await house.sendEvents({ event_action: 'trigger', title: 'There', dedup_key: 'disk' });
  const request = fc.record({ to: fc.constantFrom(...PATHS), name: text, body, headers, query });
  await fc.assert(
    fc.asyncProperty(request, async ({ to: { method, path }, name, body, headers, query }) => {
      const part = encodeURIComponent(name.toWellFormed().slice(0, 200));
      const response = await fetch(`${house.url}${path.replace(/\{\w+\}/, part || '1')}${query}`, {
        method,
        headers: { Connection: 'close', Authorization: `${schemeOf(path)} ${house.key}`, ...headers },
        ...(method !== 'GET' && { body: body.replace(/^\{(?=")/, `{"routing_key":"${house.key}",`) }),
      });
      const answer = await response.text();
      expect(response.status).toBeLessThan(500);
      expect(Buffer.byteLength(answer)).toBeLessThan(MAX_ANSWER);
      expect(answer).not.toMatch(/^\s+at .+:\d+/m);
      if (response.status >= 400) expect(formOf(path, response, answer)).toBe('right');
    }),
    runs(25),
  );
  expect(house.logLines.filter((line) => line.includes('a request failed'))).toEqual([]);
});

test.each([
  ['a bomb', gzipSync(Buffer.alloc(20 * 1024 * 1024, '[')), 'gzip', 415],
  ['what only says that it is compressed', Buffer.from('{}'), 'gzip, br', 415],
  ['ten megabytes', Buffer.alloc(10 * 1024 * 1024, ' '), 'identity', 413],
])('%s is refused by every address that takes a body', async (_, sent, encoding, status) => {
  const house = await startHouse();
  for (const path of ['/api/events', '/api/integrations/grafana', '/api/incidents', '/v2/enqueue', '/v2/alerts']) {
    const response = await fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: {
        Connection: 'close',
        Authorization: `${schemeOf(path)} ${house.key}`,
        'Content-Encoding': encoding,
      },
      body: new Uint8Array(sent),
    });
    expect([path, response.status]).toEqual([path, status]);
    await response.body?.cancel();
  }
});
