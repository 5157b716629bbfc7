import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import { type Urgency, urgencyRank } from '../../oncall/urgency.ts';
import { RefusedRequest } from '../refused-request.ts';
import type { Draft, Reading } from './intake.ts';
import { lenientObject, lenientText, textIn } from './lenient.ts';
import { explain, issuesOf, wrongType } from './messages.ts';
import { urgencyOf } from './severity.ts';
import { linksOf, webAddressOf } from './web-address.ts';
import type { WebhookFormat } from './webhook.ts';

/*
 * The body that Alertmanager sends (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config), and Grafana
 * with a few fields more (https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/).
 */

/** Alerts of one request. */
const MAX_ALERTS = 5_000;
/** Alerts of a group whose names its description lists. */
const MAX_LISTED = 50;

/** Labels and annotations: names with their texts. Not `z.record`, which would walk through all of it. */
const labelTexts = z
  .custom<Record<string, unknown>>(isObject, { error: ({ input }) => wrongType('object', input) })
  .nullish()
  .transform((found) => found ?? {});

/** What only describes is no reason to lose the alert, whatever it is. */
const texts = lenientObject.transform((found) => found ?? {});

const alertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: labelTexts,
  annotations: texts,
  startsAt: lenientText,
  generatorURL: lenientText,
  fingerprint: lenientText,
  // Grafana's own.
  silenceURL: lenientText,
  dashboardURL: lenientText,
  panelURL: lenientText,
  imageURL: lenientText,
  valueString: lenientText,
  values: lenientObject,
});

const groupSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  groupKey: z.string().min(1, { error: 'is empty' }),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  externalURL: lenientText,
  /** Alerts that are not in the list, because it was told to hold fewer (`max_alerts`). */
  truncatedAlerts: z
    .unknown()
    .optional()
    .transform((value) => (Number.isSafeInteger(value) ? Math.max(0, Number(value)) : 0)),
});

type LabelledAlert = z.infer<typeof alertSchema>;

/** Who sends them: the name of the system, as people read it. */
export interface LabelledSender {
  name: string;
  /** What its dedup keys begin with, so that no other system's are the same. */
  prefix: string;
  /** Whether an alert is a try alone, by its labels: a quiet incident. */
  isTest?(labels: Record<string, unknown>): boolean;
}

/**
 * What the sender says in one request. `?group=group` behind its address makes one incident of a group; otherwise each alert is
 * one.
 */
export function labelledWebhook(path: string, sender: LabelledSender): WebhookFormat {
  return { path, read: (body, { group }) => (group === 'group' ? readGroup(body, sender) : readAlerts(body, sender)) };
}

/** One reading per alert, each its own incident. */
function readAlerts(body: unknown, sender: LabelledSender): Reading[] {
  return alertsOf(body, sender).map((alert) => {
    const parsed = alertSchema.safeParse(alert, { error: explain });
    return parsed.success
      ? { ok: true, draft: toDraft(parsed.data, sender) }
      : { ok: false, issues: issuesOf(parsed.error) };
  });
}

/** The whole group is one incident, which is over when all its alerts are. */
function readGroup(body: unknown, sender: LabelledSender): Reading[] {
  const alerts = alertsOf(body, sender)
    .map((alert) => alertSchema.safeParse(alert, { error: explain }))
    .flatMap(({ data }) => (data ? [data] : []));
  const parsed = groupSchema.safeParse(body, { error: explain });
  if (!parsed.success) {
    const message = `This is not a group of alerts as ${sender.name} sends it.`;
    throw new RefusedRequest(400, message, { issues: issuesOf(parsed.error) });
  }
  const group = parsed.data;
  const dedupKey = `${sender.prefix}:group:${group.groupKey}`;
  const labels = { ...group.commonAnnotations, ...group.commonLabels };
  if (group.status === 'resolved') {
    return [{ ok: true, draft: { action: 'resolve', service: null, dedupKey, source: sender.name, labels } }];
  }
  const service = textIn(group.commonLabels, 'service');
  const firing = alerts.filter(({ status }) => status === 'firing');
  const named = Object.values(group.groupLabels).filter((value) => typeof value === 'string');
  const report = {
    title:
      textIn(group.commonAnnotations, 'summary') ??
      (named.join(' ') || `${firing.length + group.truncatedAlerts} alerts`),
    description: textIn(group.commonAnnotations, 'description') ?? listOf(firing, group.truncatedAlerts),
    urgency: mostUrgent(firing.map(({ labels }) => urgencyIn(labels, sender))),
    components: componentsOf(group.commonLabels),
    source: sender.name,
    url: webAddressOf(group.externalURL),
    details: {
      labels: group.commonLabels,
      annotations: group.commonAnnotations,
      firing: firing.length + group.truncatedAlerts,
    },
    dedupKey,
  };
  return [{ ok: true, draft: { action: 'trigger', service, report, labels } }];
}

function alertsOf(body: unknown, { name }: LabelledSender): unknown[] {
  const alerts = isObject(body) ? body['alerts'] : undefined;
  if (!Array.isArray(alerts)) {
    const message = `must be the list of alerts that ${name} sends`;
    throw new RefusedRequest(400, `This is not a webhook of ${name}.`, { issues: [{ path: 'alerts', message }] });
  }
  if (alerts.length === 0) {
    throw new RefusedRequest(400, 'The list of alerts is empty.', {
      issues: [{ path: 'alerts', message: 'is empty' }],
    });
  }
  if (alerts.length > MAX_ALERTS) {
    const message = `${alerts.length} alerts are too many: send at most ${MAX_ALERTS} at a time. None was taken in.`;
    throw new RefusedRequest(400, message, { issues: [{ path: 'alerts', message }] });
  }
  return alerts;
}

function toDraft(alert: LabelledAlert, sender: LabelledSender): Draft {
  const { labels, annotations } = alert;
  const dedupKey = `${sender.prefix}:${alert.fingerprint ?? fingerprintOf(labels)}`;
  const known = { ...annotations, ...labels };
  if (alert.status === 'resolved') {
    return { action: 'resolve', service: null, dedupKey, source: sender.name, labels: known };
  }
  const report = {
    title: textIn(annotations, 'summary') ?? nameOf(labels),
    description: textIn(annotations, 'description') ?? textIn(annotations, 'message'),
    urgency: urgencyIn(labels, sender),
    components: componentsOf(labels),
    source: sender.name,
    url: webAddressOf(alert.generatorURL),
    details: detailsOf(alert),
    dedupKey,
  };
  return { action: 'trigger', service: textIn(labels, 'service'), report, labels: known };
}

function detailsOf({ labels, annotations, ...alert }: LabelledAlert): Record<string, unknown> {
  const links = linksOf([
    { text: 'Runbook', url: textIn(annotations, 'runbook_url') },
    { text: 'Dashboard', url: textIn(annotations, 'dashboard_url') ?? alert.dashboardURL },
    { text: 'Panel', url: alert.panelURL },
    { text: 'Silence', url: alert.silenceURL },
  ]);
  const images = linksOf([{ text: null, url: alert.imageURL }]);
  const values = alert.values ?? alert.valueString;
  return {
    labels,
    annotations,
    ...(links.length > 0 && { links }),
    ...(images.length > 0 && { images }),
    ...(values !== null && { values }),
    ...(alert.startsAt !== null && { started: alert.startsAt }),
  };
}

/** `InstanceDown on web-1:9090` */
function nameOf(labels: Record<string, unknown>): string {
  const name = textIn(labels, 'alertname') ?? 'Alert';
  const instance = textIn(labels, 'instance');
  return instance === null ? name : `${name} on ${instance}`;
}

function componentsOf(labels: Record<string, unknown>): string[] {
  return ['component', 'instance', 'pod', 'job'].flatMap((name) => textIn(labels, name) ?? []);
}

function listOf(alerts: LabelledAlert[], truncated: number): string {
  const lines = alerts
    .slice(0, MAX_LISTED)
    .map(({ labels, annotations }) => `• ${textIn(annotations, 'summary') ?? nameOf(labels)}`);
  const more = alerts.length - lines.length + truncated;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function urgencyIn(labels: Record<string, unknown>, { isTest }: LabelledSender): Urgency {
  if (isTest?.(labels)) return 'LOW';
  return urgencyOf(textIn(labels, 'urgency') ?? textIn(labels, 'severity'));
}

function mostUrgent(urgencies: Urgency[]): Urgency {
  return urgencies.sort((a, b) => urgencyRank(a) - urgencyRank(b))[0] ?? 'HIGH';
}

/** Alertmanager before 0.19 sent none: an alert is its labels. */
function fingerprintOf(labels: Record<string, unknown>): string {
  const sorted = Object.entries(labels)
    .filter(([, value]) => typeof value === 'string')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
