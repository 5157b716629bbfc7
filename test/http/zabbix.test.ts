import { test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/zabbix';

/** What the script of docs/integrations/zabbix.md sends. */
const PROBLEM = {
  event_id: '12345',
  event_value: '1',
  event_name: 'Disk space is low on /var',
  update_status: '0',
  update_action: '',
  nseverity: '4',
  severity: 'High',
  host: 'db-1',
  trigger_id: '13491',
  operational_data: '96 %',
  message: 'Problem started at 11:00:00\nHost: db-1',
  url: 'https://zabbix.example.com/tr_events.php?triggerid=13491&eventid=12345',
  tags: '[{"tag":"Service","value":"payment api"},{"tag":"class","value":"os"}]',
};
const update = (update_action: string, change: object = {}) => ({
  ...PROBLEM,
  update_status: '1',
  update_action,
  ...change,
});

test('a problem is an incident, acknowledged when it is so in Zabbix, and over when it has recovered', async () => {
  const house = await startHouse();
  const incident = {
    title: 'Disk space is low on /var',
    description: 'Problem started at 11:00:00\nHost: db-1',
    urgency: 'HIGH',
    url: PROBLEM.url,
    source: 'Zabbix',
    components: ['db-1'],
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { severity: 'High', operational_data: '96 %', tags: { class: 'os' } },
  };
  await tell(house, PATH, [
    { body: PROBLEM, becomes: 'opened', incident },
    { body: update('commented'), becomes: null },
    { body: update('unacknowledged'), becomes: null },
    { body: update('acknowledged, commented'), becomes: 'acknowledged' },
    { body: { ...PROBLEM, event_value: '0' }, becomes: 'resolved', incident: RESOLVED },
    { body: { ...PROBLEM, event_id: '12399' }, becomes: 'opened' },
  ]);
});

test('its severity is the urgency, whatever it is called, and may rise', async () => {
  const house = await startHouse();
  const of = (nseverity: unknown, event_id = String(nseverity)) => ({
    ...PROBLEM,
    event_id,
    nseverity,
    severity: 'Ernst',
  });
  await tell(house, PATH, [
    { body: of('5'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of('3'), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: of(2), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: of('1'), becomes: 'opened', incident: { urgency: 'LOW' } },
    { body: of('0'), becomes: 'opened', incident: { urgency: 'LOW' } },
    {
      body: update('changed severity from Warning to Disaster', { event_id: '2', nseverity: '5' }),
      becomes: 'deduplicated',
      incident: { urgency: 'HIGH' },
    },
  ]);
});

test('the button Test of the media type, with its macros as they are, is a quiet incident', async () => {
  const house = await startHouse();
  const macros = {
    ...PROBLEM,
    event_id: '{EVENT.ID}',
    event_value: '{EVENT.VALUE}',
    event_name: '{EVENT.NAME}',
    message: '{ALERT.MESSAGE}',
    tags: '{EVENT.TAGSJSON}',
  };
  await tell(house, PATH, [
    { body: macros, becomes: 'opened', incident: { title: 'A test of Zabbix', urgency: 'LOW', description: null } },
  ]);
});

test.each([{}, [], null, { event_id: '1' }, { event_value: {} }])(
  '%j is no webhook of it, and is called so',
  async (body) => expectRefused(await startHouse(), PATH, body),
);
