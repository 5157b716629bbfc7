import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientObject, lenientWord, requiredWord, textIn } from './lenient.ts';
import { urgencyOf } from './severity.ts';
import { linksOf, webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * The webhook of Google Cloud Monitoring, `{incident, version}`
 * (https://cloud.google.com/monitoring/support/notification-options#webhooks).
 */

const SOURCE = 'Google Cloud Monitoring';
const MAX_LINKS = 20;

const schema = z.object({
  /** "1.2"; "test" when a channel is tried. */
  version: lenientWord,
  incident: z.object({
    incident_id: requiredWord,
    state: requiredWord,
    summary: lenientWord,
    policy_name: lenientWord,
    condition_name: lenientWord,
    severity: lenientWord,
    url: lenientWord,
    resource_name: lenientWord,
    resource_display_name: lenientWord,
    scoping_project_id: lenientWord,
    observed_value: lenientWord,
    threshold_value: lenientWord,
    resource: lenientObject,
    metric: lenientObject,
    policy_user_labels: lenientObject,
    documentation: lenientObject,
  }),
});

type Incident = z.infer<typeof schema>['incident'];

export const googleCloud: WebhookFormat = {
  path: '/api/integrations/google-cloud',
  read(body) {
    const { incident, version } = parseWebhook(schema, body, SOURCE);
    return [{ ok: true, draft: toDraft(incident, version === 'test') }];
  },
};

function toDraft(incident: Incident, isTest: boolean): Draft {
  const dedupKey = `google-cloud:${incident.scoping_project_id ?? ''}:${incident.incident_id}`;
  const { policy_name: policy, condition_name: condition, severity, scoping_project_id: project } = incident;
  const ofResource = labelsIn(incident.resource);
  const ofPolicy = incident.policy_user_labels ?? {};
  const labels = { policy, condition, severity, project, ...labelsIn(incident.metric), ...ofResource, ...ofPolicy };
  if (incident.state.toLowerCase() === 'closed') return end('resolve', { dedupKey, source: SOURCE, labels });
  const documentation = incident.documentation ?? {};
  const content = textIn(documentation, 'content');
  const links = linksIn(documentation);
  return trigger({
    title: textIn(documentation, 'subject') ?? policy ?? condition ?? incident.summary ?? 'An alert',
    source: SOURCE,
    dedupKey,
    labels,
    service: serviceIn(ofPolicy),
    description: [incident.summary, content].filter((part) => part !== null).join('\n\n'),
    urgency: isTest ? 'LOW' : urgencyIn(severity),
    url: webAddressOf(incident.url),
    components: [incident.resource_display_name ?? incident.resource_name].filter((name) => name !== null),
    details: {
      condition,
      project,
      observed: incident.observed_value,
      threshold: incident.threshold_value,
      resource: incident.resource,
      metric: incident.metric,
      labels: ofPolicy,
      ...(links.length > 0 && { links }),
    },
  });
}

/** A policy without a severity says "No severity": that is nothing, and may be worth waking somebody. */
function urgencyIn(severity: string | null): Urgency {
  return urgencyOf(severity?.toLowerCase() === 'no severity' ? null : severity);
}

function labelsIn(described: Record<string, unknown> | null): Record<string, unknown> {
  const labels = described?.['labels'];
  return isObject(labels) ? labels : {};
}

function linksIn({ links }: Record<string, unknown>) {
  const known = Array.isArray(links) ? links.slice(0, MAX_LINKS).filter(isObject) : [];
  return linksOf(known.map((link) => ({ text: textIn(link, 'displayName'), url: textIn(link, 'url') })));
}
