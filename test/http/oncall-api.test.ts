import { expect, test } from '@jest/globals';
import { startHouse } from './support.ts';

const SETTINGS = `
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Stone, email: bob@example.com }
schedules:
  - name: payments
    timezone: Europe/Berlin
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com, bob@example.com] }]
  - name: nobody
    timezone: Europe/Berlin
    layers: [{ start: 2027-01-05T09:00, rotation: weekly, users: [bob@example.com] }]
escalation_policies:
  - { name: payments, steps: [{ after: 0s, notify: [schedule:payments] }] }
services:
  - { name: Payment API, escalation_policy: payments }
`;

test('who is on call now, until when, and who comes next', async () => {
  const house = await startHouse();
  await house.applySettings(SETTINGS);
  const ask = async (key: string) => {
    const headers = { Connection: 'close', Authorization: `Bearer ${key}` };
    const response = await fetch(`${house.url}/api/oncall`, { headers });
    return { status: response.status, body: await response.json() };
  };
  const payments = {
    schedule: 'payments',
    on_call: { name: 'Bob Stone' },
    until: '2026-01-19T08:00:00.000Z',
    next: { on_call: { name: 'Jane Doe' }, from: '2026-01-19T08:00:00.000Z', until: '2026-01-26T08:00:00.000Z' },
  };
  const nobody = { schedule: 'nobody', on_call: null, until: null, next: null };
  expect(await ask(house.key)).toEqual({
    status: 200,
    body: { schedules: [nobody, payments] },
  });
  // A key of a service knows whom its own policy pages, and nobody else.
  expect((await ask(await house.keyOf('Payment API'))).body).toEqual({ schedules: [payments] });
  expect((await ask(await house.keyOf('Büro'))).body).toEqual({ schedules: [] });
  expect((await ask('opk_wrong')).status).toBe(401);
});
