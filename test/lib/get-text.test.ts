import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { getText } from '../../src/lib/get-text.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The address of a server that answers so. */
async function serve(answer: RequestListener): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

test('the text at an address', async () => {
  expect(await getText(await serve((_, response) => response.end('Grüße')))).toBe('Grüße');
});

test.each<[string, RequestListener]>([
  ['that leads elsewhere', (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end()],
  ['that refuses it', (_, response) => response.writeHead(403).end('no')],
  ['with too long a text', (_, response) => response.end('a'.repeat(70_000))],
  [
    'with a text without end',
    (_, response) => {
      const more = () => response.write('a'.repeat(30_000), () => setImmediate(more));
      more();
    },
  ],
])('an address %s has none', async (_what, answer) => {
  await expect(getText(await serve(answer))).rejects.toThrow();
});
