import { expect, test } from '@jest/globals';
import { type House, startHouse } from './support.ts';

/** What its webhook sends when a monitor goes down; the parts that nobody reads are left out. */
const DOWN = {
  heartbeat: {
    monitorID: 7,
    status: 0,
    time: '2026-01-14 11:00:00',
    msg: 'connect ECONNREFUSED 10.0.0.3:443',
    important: true,
  },
  monitor: {
    id: 7,
    name: 'Shop',
    url: 'https://shop.example.com',
    hostname: null,
    type: 'http',
    tags: [{ name: 'Service', value: 'payment api', color: '#4B5563' }],
  },
  msg: '[Shop] [🔴 Down] connect ECONNREFUSED 10.0.0.3:443',
};
const UP = { ...DOWN, heartbeat: { ...DOWN.heartbeat, status: 1, msg: '200 - OK' }, msg: '[Shop] [✅ Up] 200 - OK' };

async function send(house: House, body: unknown) {
  const response = await house.post('/api/integrations/uptime-kuma', body);
  return { status: response.status, body: await response.json() };
}

test('a monitor that goes down opens an incident of its service, which is over when it is up again', async () => {
  const house = await startHouse();
  expect(await send(house, DOWN)).toMatchObject({ status: 202, body: { results: [{ action: 'opened' }] } });
  expect(await house.store.get(1)).toMatchObject({
    title: 'Shop is down',
    description: 'connect ECONNREFUSED 10.0.0.3:443',
    urgency: 'HIGH',
    url: 'https://shop.example.com/',
    source: 'Uptime Kuma',
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { type: 'http' },
  });
  expect(await send(house, DOWN)).toMatchObject({ body: { results: [{ action: 'deduplicated' }] } });
  expect(await send(house, UP)).toMatchObject({ status: 202, body: { results: [{ action: 'resolved' }] } });
});

test('monitors of two servers that have the same number are two', async () => {
  const house = await startHouse();
  const other = { ...DOWN, monitor: { ...DOWN.monitor, name: 'Intranet' } };
  await send(house, DOWN);
  expect(await send(house, other)).toMatchObject({ body: { results: [{ action: 'opened', incident: 'INC-2' }] } });
  await send(house, UP);
  expect((await house.store.get(2))?.state.status).toBe('OPEN');
});

test('a monitor whose tag names another service while it is down has an incident in each, and its end is the end of both', async () => {
  const house = await startHouse();
  await send(house, DOWN);
  const tags = [{ name: 'service', value: 'Büro' }];
  await send(house, { ...DOWN, monitor: { ...DOWN.monitor, tags } });
  await send(house, { ...UP, monitor: { ...UP.monitor, tags } });
  expect([await house.store.get(1), await house.store.get(2)]).toMatchObject([
    { state: { status: 'RESOLVED' } },
    { state: { status: 'RESOLVED' } },
  ]);
});

test('its test button, and a certificate that runs out, are messages alone: quiet incidents', async () => {
  const house = await startHouse();
  expect((await send(house, { heartbeat: null, monitor: null, msg: 'OpsKnight Testing' })).status).toBe(202);
  expect(await house.store.get(1)).toMatchObject({ title: 'OpsKnight Testing', urgency: 'LOW' });
});

test.each([2, 3])('a heartbeat of status %i (tried again, maintenance) calls nobody', async (status) => {
  const house = await startHouse();
  expect(await send(house, { ...DOWN, heartbeat: { ...DOWN.heartbeat, status } })).toEqual({
    status: 202,
    body: { results: [] },
  });
  expect(await house.store.get(1)).toBeNull();
});

test.each([{}, [], null, { msg: 7 }, { msg: 'x', heartbeat: { status: 'down' } }, { msg: 'x', monitor: { id: {} } }])(
  '%j is no webhook of it, and is called so',
  async (body) => {
    const house = await startHouse();
    expect(await send(house, body)).toMatchObject({ status: 400, body: { issues: expect.any(Array) } });
    expect(await house.store.get(1)).toBeNull();
  },
);
