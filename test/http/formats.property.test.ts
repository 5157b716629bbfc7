import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../runs.ts';
import { startHouse } from './support.ts';

/* What its sender would send, with a few places of it replaced by anything: no alert of any format is a failure of ours. */

const MAX_ANSWER = 64 * 1024;

const LABELLED = {
  status: 'firing',
  groupKey: '{}:{alertname="A"}',
  groupLabels: { alertname: 'A' },
  commonLabels: { service: 'Payment API' },
  commonAnnotations: { summary: 'A' },
  externalURL: 'http://monitor.example.com',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'A', severity: 'critical', instance: 'web-1', service: 'Payment API' },
      annotations: { summary: 'It is down', description: 'Since noon', runbook_url: 'https://wiki.example.com/a' },
      startsAt: '2026-01-14T11:00:00Z',
      generatorURL: 'http://monitor.example.com/graph',
      fingerprint: '1a30ba71cca2921f',
      valueString: '[ value=1 ]',
    },
    { status: 'resolved', labels: { alertname: 'B' }, annotations: {}, fingerprint: 'b' },
  ],
};

const PAGERDUTY = {
  event_action: 'trigger',
  dedup_key: 'a',
  payload: { summary: 'A', source: 'web-1', severity: 'error', component: 'db', custom_details: { load: 0.75 } },
  links: [{ href: 'https://example.com/', text: 'A link' }],
  images: [{ src: 'https://example.com/a.png' }],
  client_url: 'https://monitor.example.com',
};

const DATADOG = {
  ...{ alert_id: '1', cycle_key: '2', transition: 'Triggered', type: 'error', priority: 'P1', scope: 'host:web-1' },
  ...{ title: '[P1] [Triggered on {host:web-1}] CPU', text: 'It is high', tags: 'env:prod,service:a', host: 'web-1' },
  ...{ link: 'https://app.datadoghq.com/', snapshot: 'https://p.datadoghq.com/a.png' },
};

const SENTRY = {
  action: 'triggered',
  data: {
    event: { issue_id: '1', title: 'A', level: 'error', tags: [['service', 'a'], { key: 'b', value: 'c' }] },
    metric_alert: { id: '2', title: 'B', projects: ['python'], alert_rule: { name: 'B' } },
    issue: { id: '1', title: 'A', project: { slug: 'ipe' }, status: 'resolved' },
  },
};

const ZABBIX = {
  ...{ event_id: '1', event_value: '1', event_name: 'A', update_status: '1', update_action: 'changed severity' },
  ...{ nseverity: '4', severity: 'High', host: 'db-1', url: 'https://zabbix.example.com/', tags: '[{"tag":"a"}]' },
};

const GOOGLE_CLOUD = {
  version: '1.2',
  incident: {
    ...{ incident_id: '0.a', state: 'open', summary: 'A', policy_name: 'P', condition_name: 'C', severity: 'Error' },
    ...{ url: 'https://console.cloud.google.com/', resource_name: 'web-1', resource: { labels: { zone: 'a' } } },
    ...{
      policy_user_labels: { service: 'a' },
      documentation: { content: 'A', links: [{ url: 'https://example.com/' }] },
    },
  },
};

const AZURE_MONITOR = {
  schemaId: 'azureMonitorCommonAlertSchema',
  data: {
    essentials: {
      ...{ alertId: '/subscriptions/a', alertRule: 'A', severity: 'Sev1', monitorCondition: 'Fired' },
      ...{ alertTargetIDs: ['/a'], configurationItems: ['web-1'], description: 'A' },
    },
    alertContext: { conditionType: 'A' },
    customProperties: { service: 'a' },
  },
};

const NAGIOS = {
  ...{ notification_type: 'PROBLEM', host: 'web-1', check: 'http', state: 'CRITICAL', output: 'A', service: 'a' },
  ...{ monitor: 'Icinga', address: '10.0.0.1', url: 'https://icinga.example.com/' },
};

const GITLAB = {
  object_kind: 'pipeline',
  object_attributes: { id: 31, ref: 'master', status: 'failed', tag: false, source: 'push' },
  project: { path_with_namespace: 'a/b', web_url: 'https://gitlab.example.com/a/b', default_branch: 'master' },
  builds: [{ stage: 'test', name: 'unit', status: 'failed' }],
  commit: { title: 'A', url: 'https://gitlab.example.com/' },
};

const GITHUB = {
  action: 'completed',
  workflow_run: {
    ...{ id: 1, name: 'CI', workflow_id: 2, conclusion: 'failure', head_branch: 'main', event: 'push' },
    ...{ html_url: 'https://github.com/a/b/actions/runs/1', head_repository: { full_name: 'a/b' } },
  },
  repository: { full_name: 'a/b', default_branch: 'main', custom_properties: { service: 'a' } },
};

/** Rules that look at everything, and a mapping that reads everything. */
const SETTINGS = `
routing:
  - { match: { summary: ".*down.*" }, set: { title: "{alertname}: {summary}", dedup_key: "{instance}/{host.name}", links: [{ text: "{a}", url: "{runbook_url}" }] } }
  - { match: { title: "(?i)x.*", components: ".+" }, set: { urgency: LOW, description: "{title} {labels.a}" } }
webhooks:
  - name: any
    alerts: $.alerts[*]
    title: "{$.annotations.summary} {$.labels.alertname}"
    dedup_key: $..fingerprint
    urgency: $.labels.severity
    service: $.labels.service
    url: $.generatorURL
    components: $.labels[*]
    description: $body.commonAnnotations.summary
    resolve: { $.status: resolved }
`;

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>('', ' ', '<!channel>', '\u202e', '\u0000', 'a'.repeat(70_000), 1e308, [[[]]], {
    __proto__: 1,
  }),
  fc.constantFrom('firing', 'resolved', 'resolve', 'acknowledge', 'javascript:alert(1)', 'INC-1'),
);

/** A place in a value: which of its members, and so on inwards. */
const place = fc.array(fc.nat(7), { minLength: 1, maxLength: 4 });

function replaced(value: unknown, [first = 0, ...rest]: number[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const inside = rest.length === 0 ? by : replaced((value as Record<string, unknown>)[key], rest, by);
  return Array.isArray(value)
    ? value.map((one, index) => (String(index) === key ? inside : one))
    : { ...value, [key]: inside };
}

test.each<[string, string, object]>([
  ['Alertmanager', '/api/integrations/alertmanager', LABELLED],
  ['Alertmanager, by group', '/api/integrations/alertmanager?group=group', LABELLED],
  ['Grafana', '/api/integrations/grafana', LABELLED],
  ['PagerDuty', '/v2/enqueue', PAGERDUTY],
  ['Datadog', '/api/integrations/datadog', DATADOG],
  ['Sentry', '/api/integrations/sentry', SENTRY],
  ['Zabbix', '/api/integrations/zabbix', ZABBIX],
  ['Google Cloud', '/api/integrations/google-cloud', GOOGLE_CLOUD],
  ['Azure Monitor', '/api/integrations/azure-monitor', AZURE_MONITOR],
  ['Nagios', '/api/integrations/nagios', NAGIOS],
  ['GitLab', '/api/integrations/gitlab', GITLAB],
  ['GitHub', '/api/integrations/github', GITHUB],
  ['A mapping', '/api/integrations/webhook', LABELLED],
])('%s: whatever stands in a webhook, the answer is no failure of ours, and is small', async (_name, path, sample) => {
  const house = await startHouse();
  await house.applySettings(SETTINGS);
  const changes = fc.array(fc.tuple(place, anything), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const body = changed.reduce<unknown>((value, [where, by]) => replaced(value, where, by), sample);
      const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
      const sent = isObject ? { routing_key: house.key, ...body } : body;
      const response = await house.post(path, JSON.stringify(sent));
      expect([202, 400]).toContain(response.status);
      const text = await response.text();
      expect(text.length).toBeLessThan(MAX_ANSWER);
      expect(() => JSON.parse(text)).not.toThrow();
    }),
    runs(15),
  );
  expect(house.logLines.filter((line) => line.includes('a request failed'))).toEqual([]);
});
