import { labelledWebhook } from './labelled-alerts.ts';

/** The webhook of Grafana's unified alerting. */
export const grafana = labelledWebhook('/api/integrations/grafana', {
  name: 'Grafana',
  prefix: 'grafana',
  // What the button Test of a contact point sends, where nobody has written other labels for it.
  isTest: ({ alertname, instance }) => alertname === 'TestAlert' && instance === 'Grafana',
});
