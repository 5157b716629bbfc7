import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientObject, lenientWord, requiredWord, textIn, textOf } from './lenient.ts';
import { urgencyOf } from './severity.ts';
import { bodySignature } from './signature.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * The webhooks of an integration of Sentry (https://docs.sentry.io/integrations/integration-platform/webhooks/). Which errors are
 * worth an incident, its alert rules say; of what happens to an issue besides, only its end is read.
 */

const SOURCE = 'Sentry';
const MAX_TAGS = 100;

const text = lenientWord;

const schema = z.object({
  action: requiredWord,
  data: z.object({
    triggered_rule: text,
    description_title: text,
    description_text: text,
    web_url: text,
    event: z
      .object({
        issue_id: text,
        event_id: text,
        title: text,
        message: text,
        culprit: text,
        level: text,
        environment: text,
        web_url: text,
        tags: z.unknown().optional(),
      })
      .nullish(),
    metric_alert: z
      .object({ id: requiredWord, title: text, alert_rule: lenientObject, projects: z.unknown().optional() })
      .nullish(),
    issue: z
      .object({
        id: requiredWord,
        title: text,
        culprit: text,
        level: text,
        status: text,
        web_url: text,
        permalink: text,
        project: lenientObject,
      })
      .nullish(),
  }),
});

type Webhook = z.infer<typeof schema>;
type Event = NonNullable<Webhook['data']['event']>;
type Issue = NonNullable<Webhook['data']['issue']>;
type MetricAlert = NonNullable<Webhook['data']['metric_alert']>;

/** After these an issue is nobody's concern any more; `ignored` was the name of `archived`. */
const OVER = ['resolved', 'archived', 'ignored'];

export const sentry: WebhookFormat = {
  path: '/api/integrations/sentry',
  signature: bodySignature('sentry-hook-signature'),
  read(body) {
    const draft = toDraft(parseWebhook(schema, body, SOURCE));
    return draft === null ? [] : [{ ok: true, draft }];
  },
};

/** null for what is no alert: an installation, a comment, an issue that somebody has been assigned. */
function toDraft(webhook: Webhook): Draft | null {
  const { action, data } = webhook;
  if (data.event) return ofEvent(data.event, data);
  if (data.metric_alert) return ofMetric(data.metric_alert, webhook);
  return data.issue ? ofIssue(data.issue, action) : null;
}

/** A rule may say that something has happened to an issue; all else that happens to it is said to whoever has subscribed to that. */
function ofIssue(issue: Issue, action: string): Draft | null {
  const dedupKey = `sentry:issue:${issue.id}`;
  const { culprit, level } = issue;
  const project = textOf(issue.project?.['slug']);
  const labels = { culprit, level, project };
  if (OVER.includes(action) || (action === 'triggered' && issue.status === 'resolved')) {
    return end('resolve', { dedupKey, source: SOURCE, labels });
  }
  if (action !== 'triggered') return null;
  return trigger({
    title: issue.title ?? 'An issue',
    source: SOURCE,
    dedupKey,
    labels,
    description: culprit,
    urgency: urgencyOf(level),
    url: webAddressOf(issue.web_url ?? issue.permalink),
    components: project === null ? [] : [project],
    details: labels,
  });
}

function ofEvent(event: Event, { triggered_rule: rule }: Webhook['data']): Draft {
  const tags = tagsOf(event.tags);
  const { culprit, level, environment } = event;
  const title = event.title ?? event.message ?? 'An error';
  return trigger({
    title,
    source: SOURCE,
    dedupKey: `sentry:issue:${event.issue_id ?? event.event_id ?? title}`,
    labels: { rule, culprit, level, environment, ...tags },
    service: serviceIn(tags),
    description: [event.message, culprit].filter((line) => line !== null && line !== title).join('\n'),
    urgency: urgencyOf(level ?? textIn(tags, 'level')),
    url: webAddressOf(event.web_url),
    details: { rule, level, culprit, tags },
  });
}

/** An alert of a number: `critical` and `warning` are what it has come to. */
function ofMetric(alert: MetricAlert, { action, data }: Webhook): Draft {
  const rule = textOf(alert.alert_rule?.['name']);
  const projects = Array.isArray(alert.projects) ? alert.projects.filter((name) => typeof name === 'string') : [];
  const labels = { rule, project: projects.join(','), environment: alert.alert_rule?.['environment'] };
  const dedupKey = `sentry:metric:${alert.id}`;
  if (action === 'resolved') return end('resolve', { dedupKey, source: SOURCE, labels });
  return trigger({
    title: alert.title ?? rule ?? data.description_title ?? 'A metric alert',
    source: SOURCE,
    dedupKey,
    labels,
    description: data.description_text,
    urgency: urgencyOf(action),
    url: webAddressOf(data.web_url),
    components: projects,
    details: { rule, projects, query: alert.alert_rule?.['query'], aggregate: alert.alert_rule?.['aggregate'] },
  });
}

/** `[["browser", "Chrome"]]`, or `[{"key": "browser", "value": "Chrome"}]`. */
function tagsOf(tags: unknown): Record<string, string> {
  const pairs = Array.isArray(tags) ? tags.slice(0, MAX_TAGS) : [];
  return Object.fromEntries(
    pairs
      .map((tag): unknown[] => (isObject(tag) ? [tag['key'], tag['value']] : Array.isArray(tag) ? tag : []))
      .flatMap(([name, value]) => (typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [])),
  );
}
