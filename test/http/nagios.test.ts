import { test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/nagios';

/** What the script of docs/integrations/nagios.md sends. */
const PROBLEM = {
  monitor: 'Nagios',
  notification_type: 'PROBLEM',
  host: 'web-1',
  address: '10.0.0.7',
  check: 'HTTP',
  state: 'CRITICAL',
  output: 'CRITICAL - Socket timeout after 10 seconds',
  service: 'payment api',
  url: 'https://nagios.example.com/cgi-bin/extinfo.cgi?type=2&host=web-1&service=HTTP',
};
const typed = (notification_type: string, change: object = {}) => ({ ...PROBLEM, notification_type, ...change });

test('a check in trouble is an incident, acknowledged as it is there, and over when it has recovered', async () => {
  const house = await startHouse();
  const incident = {
    title: 'HTTP on web-1 is CRITICAL',
    description: PROBLEM.output,
    urgency: 'HIGH',
    url: PROBLEM.url,
    source: 'Nagios',
    components: ['web-1'],
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { address: '10.0.0.7' },
  };
  await tell(house, PATH, [
    { body: PROBLEM, becomes: 'opened', incident },
    { body: PROBLEM, becomes: 'deduplicated' },
    { body: typed('ACKNOWLEDGEMENT'), becomes: 'acknowledged' },
    { body: typed('DOWNTIMESTART'), becomes: null },
    { body: typed('FLAPPINGSTART'), becomes: null },
    { body: typed('RECOVERY', { state: 'OK' }), becomes: 'resolved', incident: RESOLVED },
  ]);
});

test('a host, its checks and those of another monitor are each a problem of their own', async () => {
  const house = await startHouse();
  const host = { ...PROBLEM, check: '', state: 'DOWN', service: '$_HOSTOPSKNIGHT_SERVICE$' };
  await tell(house, PATH, [
    { body: host, becomes: 'opened', incident: { title: 'web-1 is DOWN', urgency: 'HIGH', serviceId: null } },
    { body: PROBLEM, becomes: 'opened' },
    { body: { ...PROBLEM, monitor: 'Icinga' }, becomes: 'opened', incident: { source: 'Icinga' } },
    {
      body: { ...host, notification_type: 'Recovery', state: 'UP' },
      becomes: 'resolved',
      incident: { title: 'web-1 is DOWN' },
    },
  ]);
});

test('states are urgencies, and a worse one raises it', async () => {
  const house = await startHouse();
  const of = (state: string, check = state) => ({ ...PROBLEM, state, check });
  await tell(house, PATH, [
    { body: of('WARNING'), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: of('UNKNOWN'), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: of('UNREACHABLE'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of('CRITICAL', 'WARNING'), becomes: 'deduplicated', incident: { urgency: 'HIGH' } },
  ]);
});

test('a custom notification is quiet about what is well, and else like any other', async () => {
  const house = await startHouse();
  await tell(house, PATH, [
    { body: typed('CUSTOM', { state: 'OK' }), becomes: 'opened', incident: { urgency: 'LOW' } },
    { body: typed('CUSTOM'), becomes: 'opened', incident: { urgency: 'HIGH' } },
  ]);
});

test.each([{}, [], null, { notification_type: 'PROBLEM' }, { host: 'web-1', notification_type: {} }])(
  '%j is no webhook of it, and is called so',
  async (body) => expectRefused(await startHouse(), PATH, body),
);
