import { readAlerts, readGroup } from './labelled-alerts.ts';
import type { WebhookFormat } from './webhook.ts';

const SENDER = { name: 'Grafana', prefix: 'grafana' };

/** The webhook of Grafana's unified alerting. `?group=group` makes one incident of a group; otherwise each alert is one. */
export const grafana: WebhookFormat = {
  path: '/api/integrations/grafana',
  read: (body, { group }) => (group === 'group' ? readGroup(body, SENDER) : readAlerts(body, SENDER)),
};
