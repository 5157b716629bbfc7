import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../runs.ts';
import { startHouse } from './support.ts';

/*
 * Whatever is sent, over a bare connection: the answer is of the sender's making (4xx) or good, never a 5xx or a stack,
 * and the process lives.
 */

const STACK = /^\s+at .+:\d+/m;
const MAX_ANSWER = 256 * 1024;

const nasty = fc.constantFrom(
  ...[
    '%',
    '%00',
    '%zz',
    '%c0%ae',
    '%u0041',
    '..',
    '//',
    '/',
    '\\',
    '?',
    '#',
    '=',
    '&',
    ';',
    "'",
    '"',
    '<b>',
    '__proto__',
  ],
  ...['constructor', 'ä', '\u{1F525}', '\u202e', '[', ']', '[]', '9'.repeat(30), '-1', '1e9', 'NaN', 'a'.repeat(2_000)],
);
const nastyText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.array(nasty, { maxLength: 5 }).map((pieces) => pieces.join('')),
);

const knownPath = fc.constantFrom(
  ...['/', '/healthz', '/readyz', '/metrics', '/incidents', '/incidents/1', '/incidents/99', '/insights', '/sign-in/x'],
  ...['/incidents/1/acknowledge', '/incidents/1/resolve', '/incidents/1/snooze', '/incidents/1/note', '/api/events'],
  ...[
    '/account/sessions',
    '/account/sessions/1/end',
    '/account/sessions/end-all',
    '/assets/x.css',
    '/api/heartbeats/x',
  ],
);
const queryName = fc.constantFrom('status', 'urgency', 'service', 'q', 'page', 'before', 'weeks', '__proto__', 'x');
const query = fc.array(fc.tuple(queryName, nastyText), { maxLength: 4 });
const path = fc.oneof(
  { weight: 5, arbitrary: knownPath },
  { weight: 1, arbitrary: nastyText.map((text) => `/${text}`) },
  { weight: 2, arbitrary: fc.tuple(knownPath, nastyText).map(([known, text]) => `${known}/${text}`) },
);
const target = fc.tuple(path, query, fc.boolean()).map(([where, fields, isEncoded]) => {
  const pairs = fields.map(([name, value]) => `${name}=${isEncoded ? encodeURIComponent(wellFormed(value)) : value}`);
  return `${where}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`.replace(/[\s\0]/g, '+');
});

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'POST') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND') },
);

const type = fc.constantFrom(
  ...['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'x'],
  ...['multipart/form-data', 'multipart/form-data; boundary=', 'text/html; charset=utf-7', ';;;', 'multipart/mixed'],
);
const header = fc.tuple(
  fc.constantFrom(
    'Accept',
    'Cookie',
    'Origin',
    'Range',
    'If-None-Match',
    'Content-Encoding',
    'X-Forwarded-For',
    'Host',
  ),
  fc.oneof(
    nastyText.map((text) => encodeURI(wellFormed(text))),
    fc.constantFrom('text/html', 'gzip', 'a'.repeat(9_000)),
  ),
);

const event = fc.record(
  {
    event_action: fc.oneof(fc.constantFrom('trigger', 'acknowledge', 'resolve'), nastyText),
    title: fc.oneof(nastyText, fc.jsonValue({ maxDepth: 2 })),
    dedup_key: fc.oneof(nastyText, fc.constant('db-1')),
    urgency: nastyText,
    service: nastyText,
    components: fc.oneof(fc.array(nastyText, { maxLength: 4 }), fc.jsonValue({ maxDepth: 2 })),
    url: fc.oneof(fc.webUrl(), nastyText),
    details: fc.jsonValue({ maxDepth: 4 }),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.constant(''),
  event.map((one) => JSON.stringify(one)),
  fc.array(event, { maxLength: 3 }).map((several) => JSON.stringify(several)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.constantFrom(
    ...['{', '[', '['.repeat(50_000), '{"a":'.repeat(20_000), '{"title":1,"title":"x"}', '\u0000', '\ufeff{}', 'null'],
    ...[
      '{"__proto__":{"event_action":"trigger"}}',
      '--b\r\n',
      '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--',
    ],
    ...['form_token=x&form_token=y', 'form_token=%', '__proto__=1&form_token=x', 'a=1&'.repeat(5_000), '--b--'],
  ),
  nastyText,
);

const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '');

interface Request {
  method: string;
  target: string;
  type: string;
  headers: [name: string, value: string][];
  body: string;
}

/** Sends it as it is, and reads until the server hangs up. */
async function send(url: string, { method, target, type, headers, body }: Request, as: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const lines = [`${method} ${target} HTTP/1.1`, `Content-Type: ${type}`, 'Connection: close', as];
  if (!headers.some(([name]) => name === 'Host')) lines.push(`Host: ${hostname}:${port}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const bytes = Buffer.from(body);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // the server may hang up on a head that it doesn't take
  socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes]));
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  await once(socket, 'close');
  return answer;
}

test('whatever is sent, the answer is no failure of ours, tells nothing of our inside, and is small', async () => {
  const house = await startHouse();
  await house.sendEvents({ event_action: 'trigger', title: 'There', dedup_key: 'db-1' });
  const jane = await house.signIn(await house.meet('U1'));
  const form = /name="form_token" value="([^"]+)"/.exec(await jane.read('/incidents/1'))?.[1] ?? '';
  const identity = fc.constantFrom(
    'X-Nobody: 1',
    `Authorization: Bearer ${house.key}`,
    `Cookie: ${jane.cookie}\r\nOrigin: ${house.url}\r\nAccept: text/html`,
  );
  const request = fc.record({ method, target, type, headers: fc.array(header, { maxLength: 3 }), body });

  await fc.assert(
    fc.asyncProperty(request, identity, fc.boolean(), async (asked, as, isOurForm) => {
      const body = isOurForm ? `form_token=${form}&${asked.body}` : asked.body;
      const answer = await send(house.url, { ...asked, body }, as);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      expect(answer).not.toMatch(STACK);
      expect(answer.length).toBeLessThan(MAX_ANSWER);
    }),
    runs(),
  );
  expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
  expect(house.logLines.filter((line) => line.includes('a request failed'))).toEqual([]);
});
