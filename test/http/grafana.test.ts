import { expect, test } from '@jest/globals';
import { startHouse } from './support.ts';

/** The example of Grafana's documentation, with another host: what its webhook sends since version 10. */
const NOTIFICATION = {
  receiver: 'My Super Webhook',
  status: 'firing',
  orgId: 1,
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'High memory usage', team: 'blue', zone: 'us-1' },
      annotations: {
        description: 'The system has high memory usage',
        runbook_url: 'https://wiki.example.com/runbook/1234',
        summary: 'This alert was triggered for zone us-1',
      },
      startsAt: '2021-10-12T09:51:03.157076+02:00',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.example.com/alerting/1afz29v7z/edit',
      fingerprint: 'c6eadffa33fcdf37',
      silenceURL: 'https://grafana.example.com/alerting/silence/new?alertmanager=grafana&matchers=zone%3Dus-1',
      dashboardURL: '',
      panelURL: '',
      values: { B: 44.23943737541908, C: 1 },
    },
    {
      status: 'firing',
      labels: { alertname: 'High CPU usage', team: 'blue', zone: 'eu-1' },
      annotations: {
        description: 'The system has high CPU usage',
        runbook_url: 'https://wiki.example.com/runbook/1234',
        summary: 'This alert was triggered for zone eu-1',
      },
      startsAt: '2021-10-12T09:56:03.157076+02:00',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.example.com/alerting/d1rdpdv7k/edit',
      fingerprint: 'bc97ff14869b13e3',
      silenceURL: 'https://grafana.example.com/alerting/silence/new?alertmanager=grafana&matchers=zone%3Deu-1',
      dashboardURL: '',
      panelURL: '',
      values: { B: 44.23943737541908, C: 1 },
    },
  ],
  groupLabels: {},
  commonLabels: { team: 'blue' },
  commonAnnotations: {},
  externalURL: 'https://grafana.example.com/',
  version: '1',
  groupKey: '{}:{}',
  truncatedAlerts: 0,
  title: '[FIRING:2]  (blue)',
  state: 'alerting',
  message: '**Firing**\n\nLabels:\n - alertname = T2\n - team = blue',
};

async function send(body: unknown, query = '') {
  const house = await startHouse();
  const response = await house.post(`/api/integrations/grafana${query}`, body);
  return { house, answer: [response.status, await response.json()] };
}

test('the example of Grafana’s documentation opens an incident for each alert, with its links and values', async () => {
  const { house, answer } = await send(NOTIFICATION);
  expect(answer).toEqual([
    202,
    {
      results: [
        { action: 'opened', incident: expect.any(String), dedup_key: 'grafana:c6eadffa33fcdf37' },
        { action: 'opened', incident: expect.any(String), dedup_key: 'grafana:bc97ff14869b13e3' },
      ],
    },
  ]);
  expect(await house.store.findByDedupKey('grafana:c6eadffa33fcdf37', null)).toMatchObject({
    title: 'This alert was triggered for zone us-1',
    description: 'The system has high memory usage',
    url: 'https://grafana.example.com/alerting/1afz29v7z/edit',
    details: {
      labels: { zone: 'us-1' },
      values: { B: 44.23943737541908, C: 1 },
      links: [{ text: 'Runbook' }, { text: 'Silence' }],
    },
  });
});

test('a group of no label in common is called by how many alerts it has, and says how many were left out', async () => {
  const { house } = await send({ ...NOTIFICATION, truncatedAlerts: 7 }, '?group=group');
  expect(await house.store.findByDedupKey('grafana:group:{}:{}', null)).toMatchObject({
    title: '9 alerts',
    description: '• This alert was triggered for zone us-1\n• This alert was triggered for zone eu-1\nand 7 more',
  });
});

test.each(['', '?group=group'])('the button Test of a contact point wakes nobody%s', async (query) => {
  const test = {
    status: 'firing',
    labels: { alertname: 'TestAlert', instance: 'Grafana' },
    annotations: { summary: 'Notification test' },
    fingerprint: '57c6d9296de2ad39',
  };
  const { house } = await send({ ...NOTIFICATION, alerts: [test], groupKey: 'test-57c6d9296de2ad39' }, query);
  expect((await house.store.get(1))?.urgency).toBe('LOW');
});

test('fields of another type than Grafana’s are no reason to lose an alert', async () => {
  const [alert] = NOTIFICATION.alerts;
  const odd = { ...alert, imageURL: 7, silenceURL: {}, startsAt: 1634032263, values: 'none', generatorURL: null };
  const { answer } = await send({ ...NOTIFICATION, truncatedAlerts: 'few', alerts: [odd] });
  expect(answer).toMatchObject([202, { results: [{ action: 'opened' }] }]);
});
