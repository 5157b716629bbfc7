import { readAlerts, readGroup } from './labelled-alerts.ts';
import type { WebhookFormat } from './webhook.ts';

const SENDER = { name: 'Alertmanager', prefix: 'alertmanager' };

/** Prometheus Alertmanager's webhook, version 4. `?group=group` makes one incident of a group; otherwise each alert is one. */
export const alertmanager: WebhookFormat = {
  path: '/api/integrations/alertmanager',
  read: (body, { group }) => (group === 'group' ? readGroup(body, SENDER) : readAlerts(body, SENDER)),
};
