import { labelledWebhook } from './labelled-alerts.ts';

/** The webhook of Grafana's unified alerting. */
export const grafana = labelledWebhook('/api/integrations/grafana', { name: 'Grafana', prefix: 'grafana' });
