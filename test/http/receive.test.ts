import { expect, test } from '@jest/globals';
import type { Alert } from '../../src/http/ingest/alert.ts';
import { receiveAlerts } from '../../src/http/ingest/receive.ts';
import { startHouse } from './support.ts';

const SENDER = { name: 'prometheus', serviceId: null, ruleSet: null, reach: 'organisation' as const };

test('alerts of one key are put on disk together, in their order', async () => {
  const house = await startHouse();
  const report = {
    title: 'Disk full',
    description: null,
    urgency: 'HIGH' as const,
    serviceId: null,
    components: [],
    source: null,
    url: null,
    details: null,
    dedupKey: 'disk',
  };
  const trigger: Alert = { action: 'trigger', report };
  const resolve: Alert = { action: 'resolve', dedupKey: 'disk', serviceId: null, source: null };
  const taken = receiveAlerts([trigger, trigger, resolve, trigger, trigger], SENDER, house.deps);
  expect(house.deps.pendingWrites()).toBe(5);
  expect((await taken).map(({ action, incident }) => [action, incident])).toEqual([
    ['opened', 'INC-1'],
    ['deduplicated', 'INC-1'],
    ['resolved', 'INC-1'],
    ['opened', 'INC-2'],
    ['deduplicated', 'INC-2'],
  ]);
});

test('thousands of one key in one request are counted, every one', async () => {
  const house = await startHouse();
  const alert = { status: 'firing', labels: { alertname: 'A' }, annotations: {}, fingerprint: 'f' };
  const response = await house.post('/api/integrations/alertmanager', {
    status: 'firing',
    alerts: Array.from({ length: 2_000 }, () => alert),
  });
  expect(response.status).toBe(202);
  expect((await house.store.get(1))?.alertCount).toBe(2_000);
});
