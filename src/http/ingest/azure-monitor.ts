import { z } from 'zod';
import { lookUp } from '../../lib/look-up.ts';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientObject, lenientWord, requiredWord } from './lenient.ts';
import { urgencyOf } from './severity.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * The common alert schema, in which all alerts of Azure Monitor can come
 * (https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema).
 */

const SOURCE = 'Azure Monitor';
/** What the severities of Azure Monitor mean, by their names in its portal. */
const SEVERITIES: Record<string, string> = {
  sev0: 'critical',
  sev1: 'error',
  sev2: 'warning',
  sev3: 'informational',
  sev4: 'verbose',
};

const names = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []));

const schema = z.object({
  schemaId: z.literal('azureMonitorCommonAlertSchema', {
    error: 'is not azureMonitorCommonAlertSchema: enable the common alert schema in the action group',
  }),
  data: z.object({
    essentials: z.object({
      alertId: requiredWord,
      alertRule: lenientWord,
      severity: lenientWord,
      signalType: lenientWord,
      monitorCondition: requiredWord,
      monitoringService: lenientWord,
      alertTargetIDs: names,
      configurationItems: names,
      description: lenientWord,
      firedDateTime: lenientWord,
      investigationLink: lenientWord,
    }),
    alertContext: lenientObject,
    customProperties: lenientObject,
  }),
});

type Alert = z.infer<typeof schema>['data'];

export const azureMonitor: WebhookFormat = {
  path: '/api/integrations/azure-monitor',
  read: (body) => [{ ok: true, draft: toDraft(parseWebhook(schema, body, SOURCE).data) }],
};

function toDraft({ essentials, alertContext, customProperties }: Alert): Draft {
  const { alertRule: rule, severity, signalType: signal, monitoringService: monitor } = essentials;
  const dedupKey = `azure:${essentials.alertId.toLowerCase()}`;
  const properties = customProperties ?? {};
  const labels = { rule, severity, signal, monitor, target: essentials.alertTargetIDs[0], ...properties };
  if (essentials.monitorCondition.toLowerCase() === 'resolved') {
    return end('resolve', { dedupKey, source: SOURCE, labels });
  }
  return trigger({
    title: rule ?? essentials.description ?? 'An alert',
    source: SOURCE,
    dedupKey,
    labels,
    service: serviceIn(properties),
    description: essentials.description,
    urgency: urgencyOf(severity && (lookUp(SEVERITIES, severity.toLowerCase()) ?? severity)),
    url: webAddressOf(essentials.investigationLink ?? portalOf(essentials.alertId)),
    components: essentials.configurationItems,
    details: {
      ...{ severity, signal, monitor, targets: essentials.alertTargetIDs, fired: essentials.firedDateTime },
      ...{ context: alertContext, properties },
    },
  });
}

/** The page of an alert in the portal. */
function portalOf(alertId: string): string {
  return `https://portal.azure.com/#blade/Microsoft_Azure_Monitoring/AlertDetailsTemplateBlade/alertId/${alertId.replaceAll('/', '%2F')}`;
}
