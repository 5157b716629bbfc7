import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { watchSelf } from '../src/self-watch.ts';
import { keptLog } from './kept-log.ts';
import { until } from './until.ts';

const toStop: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of toStop.splice(0)) await stop();
});

/** Somebody outside who counts pings. */
async function outside() {
  const heard = { pings: 0, status: 200 };
  const server = createServer((_, response) => {
    heard.pings++;
    response.writeHead(heard.status, { Connection: 'close' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  toStop.push(() => server.close());
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping` };
}

test('somebody outside hears that the app lives, and nothing while it can not do its work', async () => {
  const { heard, url } = await outside();
  const troubles = ['no socket to Slack is open'];
  let looks = 0;
  const { logger } = keptLog();
  const ask = async () => {
    looks++;
    return troubles;
  };
  toStop.unshift(watchSelf({ url, troubles: ask, logger }, 5));
  await until(() => looks > 3);
  expect(heard.pings).toBe(0);
  troubles.length = 0;
  await until(() => heard.pings > 1);
});

test('a ping that fails is logged once, and the next is made all the same', async () => {
  const { heard, url } = await outside();
  heard.status = 500;
  const { logger, lines } = keptLog();
  toStop.unshift(watchSelf({ url, troubles: async () => [], logger }, 5));
  await until(() => heard.pings > 3);
  expect(lines).toHaveLength(1);
});
