import { labelledWebhook } from './labelled-alerts.ts';

/** Prometheus Alertmanager's webhook, version 4. */
export const alertmanager = labelledWebhook('/api/integrations/alertmanager', {
  name: 'Alertmanager',
  prefix: 'alertmanager',
});
