import { expect, test } from '@jest/globals';
import { readAny } from '../../src/http/ingest/read-any.ts';
import { startHouse } from './support.ts';

const ESSENTIALS = { alertId: '/a', monitorCondition: 'Fired' };
const RUN = { id: 1, conclusion: 'failure', head_branch: 'main' };
const SIGNED = { MessageId: '1', Timestamp: '', Signature: '', SigningCertURL: '', SignatureVersion: '2' };

test.each<[string, object]>([
  ['native events', [{ event_action: 'trigger', title: 'A' }]],
  ['a native event', { event_action: 'trigger', title: 'A' }],
  [
    'PagerDuty',
    { routing_key: 'k', event_action: 'trigger', payload: { summary: 'A', source: 'b', severity: 'error' } },
  ],
  ['Grafana', { orgId: 1, alerts: [{ status: 'firing', labels: {} }] }],
  ['Alertmanager', { alerts: [{ status: 'firing', labels: {} }] }],
  ['Uptime Kuma', { msg: 'Testing', heartbeat: null, monitor: null }],
  ['Opsgenie', { message: 'A' }],
  ['Datadog', { transition: 'Triggered', title: 'A' }],
  ['Sentry', { action: 'triggered', data: { event: { issue_id: '1', title: 'A' } } }],
  ['Zabbix', { event_value: '1', event_id: '1', message: 'A' }],
  ['Nagios or Icinga', { notification_type: 'PROBLEM', host: 'web-1' }],
  ['Google Cloud Monitoring', { incident: { incident_id: '1', state: 'open' }, version: '1.2' }],
  ['Azure Monitor', { schemaId: 'azureMonitorCommonAlertSchema', data: { essentials: ESSENTIALS } }],
  [
    'GitLab',
    {
      object_kind: 'pipeline',
      object_attributes: { id: 1, ref: 'main', status: 'failed' },
      project: { path_with_namespace: 'a/b' },
    },
  ],
  ['GitHub', { action: 'completed', workflow_run: RUN, repository: { full_name: 'a/b' } }],
  ['CloudWatch', { ...SIGNED, Type: 'Notification', TopicArn: 'a', Message: 'A' }],
])('a body of %s, kept in a file, is recognised as such', async (format, body) => {
  const { settings } = await startHouse();
  expect(await readAny(body, settings)).toMatchObject({
    format,
    readings: [{ ok: true, draft: { action: 'trigger' } }],
  });
});

test('what no format has is not recognised', async () => {
  const { settings } = await startHouse();
  expect([await readAny({}, settings), await readAny('x', settings)]).toEqual([null, null]);
});
