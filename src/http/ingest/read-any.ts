import { isObject } from '../../lib/json-value.ts';
import type { SettingsStore } from '../../settings/store.ts';
import { alertmanager } from './alertmanager.ts';
import { azureMonitor } from './azure-monitor.ts';
import { readSns } from './cloudwatch.ts';
import { datadog } from './datadog.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { googleCloud } from './google-cloud.ts';
import { grafana } from './grafana.ts';
import type { Reading } from './intake.ts';
import { nagios } from './nagios.ts';
import { readNative } from './native.ts';
import { UnprocessableBody } from './opsgenie/body.ts';
import { readCreate } from './opsgenie/create.ts';
import { readPagerDuty } from './pagerduty.ts';
import { sentry } from './sentry.ts';
import { uptimeKuma } from './uptime-kuma.ts';
import type { WebhookFormat } from './webhook.ts';
import { zabbix } from './zabbix.ts';

/** A body that somebody has kept in a file, with the format that it is recognised as. */
export interface RecognisedBody {
  format: string;
  readings: Reading[];
}

/** What only their bodies have. */
const BY_FIELD: [field: string, format: string, webhook: Pick<WebhookFormat, 'read'>][] = [
  ['event_value', 'Zabbix', zabbix],
  ['transition', 'Datadog', datadog],
  ['incident', 'Google Cloud Monitoring', googleCloud],
  ['schemaId', 'Azure Monitor', azureMonitor],
  ['notification_type', 'Nagios or Icinga', nagios],
  ['object_kind', 'GitLab', gitlab],
  ['workflow_run', 'GitHub', github],
  ['TopicArn', 'CloudWatch', { read: readSns }],
  ['data', 'Sentry', sentry],
  ['msg', 'Uptime Kuma', uptimeKuma],
];

/** Reads a body of any format, by what only that format has. Throws `RefusedRequest` where it is not well formed. */
export async function readAny(body: unknown, settings: SettingsStore): Promise<RecognisedBody | null> {
  if (Array.isArray(body)) return { format: 'native events', readings: readNative(body) };
  if (!isObject(body)) return null;
  const has = (field: string) => Object.hasOwn(body, field);
  if (has('routing_key') || has('payload')) return { format: 'PagerDuty', readings: readPagerDuty(body) };
  if (has('event_action')) return { format: 'a native event', readings: readNative(body) };
  if (has('alerts') && has('orgId')) return { format: 'Grafana', readings: grafana.read(body, {}) };
  if (has('alerts')) return { format: 'Alertmanager', readings: alertmanager.read(body, {}) };
  for (const [field, format, webhook] of BY_FIELD) {
    if (has(field)) return { format, readings: webhook.read(body, {}) };
  }
  if (has('message')) return { format: 'Opsgenie', readings: [await readOpsgenie(body, settings)] };
  return null;
}

async function readOpsgenie(body: Record<string, unknown>, settings: SettingsStore): Promise<Reading> {
  try {
    return { ok: true, draft: await readCreate(body, settings) };
  } catch (error) {
    if (!(error instanceof UnprocessableBody)) throw error;
    return { ok: false, issues: [{ path: '', message: error.message }] };
  }
}
