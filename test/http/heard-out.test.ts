import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { startHouse } from './support.ts';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'y');

test.each([
  ['and may go on over the same connection', ''],
  ['also when they want no other answer', 'connection: close\r\n'],
])('whoever sends too much over a slow line hears why, %s', async (_which, header) => {
  const { url, key } = await startHouse();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (data) => (heard += data));
  const hungUp = new AbortController();
  socket.once('close', () => hungUp.abort(new Error('the server has hung up')));
  const event = (name: 'data' | 'drain') => once(socket, name, { signal: hungUp.signal });
  const hears = async (words: string) => {
    while (!heard.includes(words)) await event('data');
  };
  const head = `POST /api/events HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${key}\r\n${header}`;
  socket.write(`${head}content-type: application/json\r\ncontent-length: ${6 * MEGABYTE.length}\r\n\r\n`);
  socket.write(MEGABYTE);
  await sleep(1_000); // the rest comes late; a server of no patience has hung up by now
  for (let sent = 1; sent < 6; sent++) if (!socket.write(MEGABYTE)) await event('drain');
  await hears('HTTP/1.1 413');
  if (header === '') {
    socket.write(`GET /healthz HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    await hears('"healthy":true');
  }
  expect(heard).toContain('larger than 5 MiB');
  socket.destroy();
});

test('whoever breaks off in the middle of a request is no failure of ours', async () => {
  const house = await startHouse();
  const { hostname, port } = new URL(house.url);
  const lines = () => house.logLines.map((line) => JSON.parse(line) as { level: number; msg: string });
  const socket = connect(Number(port), hostname);
  socket.write(`POST /api/events HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${house.key}\r\n`);
  socket.write('content-length: 500\r\n\r\n{"event_action":');
  await sleep(200); // its beginning has come
  socket.destroy();
  await until(() => lines().some(({ msg }) => /broke off/.test(msg)));
  expect(lines().filter(({ level }) => level >= 40)).toEqual([]);
});

test.each([
  ['with its size', 'an event', '/api/events', (bytes: Uint8Array<ArrayBuffer>) => bytes],
  ['in chunks', 'an event', '/api/events', (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream()],
  ['in chunks', 'a form', '/incidents/1/note', (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream()],
])('whoever sends too much at once, %s, hears it at once: %s', async (_how, _what, path, body) => {
  const house = await startHouse();
  const browser = await house.signIn(await house.meet('U1'));
  const request = {
    method: 'POST',
    headers: { Authorization: `Bearer ${house.key}`, Cookie: browser.cookie, Origin: house.url },
    body: body(new Uint8Array(MEGABYTE.length * 6)),
    duplex: 'half',
    signal: AbortSignal.timeout(20_000), // less than the patience that the server has with who goes on sending
  };
  expect((await fetch(`${house.url}${path}`, request as RequestInit)).status).toBe(413);
});

test.each(['', 'connection: close\r\n'])(
  'whoever has no key hears so at once, also when the body never comes%s',
  async (header) => {
    const { url } = await startHouse();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.setEncoding('utf8');
    socket.write(`POST /api/events HTTP/1.1\r\nhost: ${hostname}\r\n${header}content-length: 1000\r\n\r\n{`);
    let heard = '';
    const signal = AbortSignal.timeout(20_000); // less than the patience that the server has with who goes on sending
    while (!heard.endsWith('}')) heard += (await once(socket, 'data', { signal }))[0];
    expect(heard).toMatch(/^HTTP\/1.1 401 /);
    socket.destroy();
  },
);
