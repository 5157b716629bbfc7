import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { alertmanager } from './alertmanager.ts';
import { azureMonitor } from './azure-monitor.ts';
import { cloudWatchRoutes } from './cloudwatch.ts';
import { datadog } from './datadog.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { googleCloud } from './google-cloud.ts';
import { grafana } from './grafana.ts';
import { mappedWebhook } from './mapped-webhook.ts';
import { nagios } from './nagios.ts';
import { nativeEventRoutes } from './native.ts';
import { opsgenieRoutes } from './opsgenie.ts';
import { pagerDutyRoutes } from './pagerduty.ts';
import { sentry } from './sentry.ts';
import { uptimeKuma } from './uptime-kuma.ts';
import { webhookRoutes } from './webhook.ts';
import { zabbix } from './zabbix.ts';

/** Every format in which alerts come in: a file each. */
const FORMATS: ((deps: HttpDeps) => Hono)[] = [
  nativeEventRoutes,
  webhookRoutes(alertmanager),
  webhookRoutes(grafana),
  webhookRoutes(uptimeKuma),
  webhookRoutes(datadog),
  webhookRoutes(sentry),
  webhookRoutes(zabbix),
  webhookRoutes(googleCloud),
  webhookRoutes(azureMonitor),
  webhookRoutes(nagios),
  webhookRoutes(gitlab),
  webhookRoutes(github),
  webhookRoutes(mappedWebhook),
  cloudWatchRoutes,
  pagerDutyRoutes,
  opsgenieRoutes,
];

export function ingestRoutes(deps: HttpDeps): Hono {
  const app = new Hono();
  for (const routesOf of FORMATS) app.route('/', routesOf(deps));
  return app;
}
