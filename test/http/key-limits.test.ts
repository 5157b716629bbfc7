import { expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';
import { HOUR, SECOND } from '../../src/lib/clock.ts';
import { OPERATOR } from '../operator.ts';
import { type House, startHouse } from './support.ts';

async function limitedKey(house: House, limit: number): Promise<string> {
  const { key, prefix, hash } = newApiKey();
  await house.keys.create({
    by: OPERATOR,
    name: 'limited',
    prefix,
    hash,
    serviceId: null,
    limit,
    at: house.clock.now(),
  });
  return key;
}

test('whoever asks more often than their key may is told when to come back, and others are not held up', async () => {
  const house = await startHouse();
  const key = await limitedKey(house, 3);
  const send = (title: string) => house.sendEvents({ event_action: 'trigger', title }, key);
  for (const title of ['a', 'b', 'c']) expect((await send(title)).status).toBe(202);
  const refused = await send('d');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
  expect(await refused.json()).toMatchObject({ error: expect.stringContaining('Nothing was taken in') });
  expect((await house.sendEvents({ event_action: 'trigger', title: 'e' })).status).toBe(202);

  house.clock.time += HOUR; // the wall clock is set: no time has passed
  expect((await send('d')).status).toBe(429);
  house.clock.turn(20 * SECOND);
  expect((await send('d')).status).toBe(202);
  expect((await send('f')).status).toBe(429);
});

test.each([
  ['PagerDuty', '/v2/enqueue', 'routing_key'],
  ['Opsgenie', '/v2/alerts', 'GenieKey'],
  ['the API', '/api/incidents', 'Bearer'],
])('so it is as %s', async (_, path, scheme) => {
  const house = await startHouse();
  const key = await limitedKey(house, 1);
  const ask = () =>
    fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: { Connection: 'close', ...(scheme !== 'routing_key' && { Authorization: `${scheme} ${key}` }) },
      body: JSON.stringify({ routing_key: key }),
    });
  expect((await ask()).status).not.toBe(429);
  const refused = await ask();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
});
