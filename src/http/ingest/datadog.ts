import { z } from 'zod';
import { isMoreUrgent, type Urgency } from '../../oncall/urgency.ts';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { requiredWord, wordOf } from './lenient.ts';
import { urgencyOf } from './severity.ts';
import { linksOf, webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * A webhook of Datadog (https://docs.datadoghq.com/integrations/webhooks/) with the payload of docs/integrations/datadog.md: every
 * value is text that Datadog has filled in. Its default payload says less, and is read as far as it goes.
 */

const SOURCE = 'Datadog';
const MAX_TAGS = 100;

/** Some variables stand as they are where Datadog has nothing to fill in. */
const filledIn = z
  .unknown()
  .optional()
  .transform((value) => {
    const word = wordOf(value);
    return word === null || /^(?:\$[A-Z_]+|null|n\/a)$/i.test(word) ? null : word;
  });

const schema = z.object({
  title: requiredWord,
  text: filledIn,
  body: filledIn,
  transition: filledIn,
  alert_id: filledIn,
  cycle_key: filledIn,
  scope: filledIn,
  type: filledIn,
  priority: filledIn,
  service: filledIn,
  tags: filledIn,
  host: filledIn,
  metric: filledIn,
  link: filledIn,
  snapshot: filledIn,
});

type Notification = z.infer<typeof schema>;

export const datadog: WebhookFormat = {
  path: '/api/integrations/datadog',
  read: (body) => [{ ok: true, draft: toDraft(parseWebhook(schema, body, SOURCE)) }],
};

function toDraft(said: Notification): Draft {
  const { title, transition: inTitle } = titleOf(said.title);
  const transition = (said.transition ?? inTitle ?? '').toLowerCase();
  const tags = tagsOf(said.tags);
  const { alert_id: monitor, scope, priority, type, host, metric } = said;
  const labels = { monitor, scope, priority, type, transition, host, metric, ...tags };
  const dedupKey = `datadog:${keyOf(said, title)}`;
  if (transition.includes('recovered') || type === 'success')
    return end('resolve', { dedupKey, source: SOURCE, labels });
  const images = linksOf([{ text: null, url: said.snapshot }]);
  return trigger({
    title,
    source: SOURCE,
    dedupKey,
    labels,
    service: said.service ?? serviceIn(tags),
    description: said.text ?? said.body,
    urgency: urgencyIn(said, transition),
    url: webAddressOf(said.link),
    components: host === null ? [] : [host],
    details: { monitor, scope, metric, tags, ...(images.length > 0 && { images }) },
  });
}

/** From when an alert triggers until it recovers; without it, the monitor and the group of its that alerts. */
function keyOf({ cycle_key, alert_id, scope }: Notification, title: string): string {
  if (cycle_key !== null) return cycle_key;
  return alert_id === null ? title : `${alert_id}:${scope ?? ''}`;
}

/** `[P1] [Triggered on {host:web-1}] CPU is high` is about "CPU is high (host:web-1)", also once that is over. */
function titleOf(text: string): { title: string; transition: string | null } {
  const [whole, transition = null, group] =
    /^\s*(?:\[P\d\] *)?\[((?:re-)?(?:triggered|recovered|warn|no data)|renotify)(?: on \{([^{}]*)\})?\] */i.exec(
      text,
    ) ?? [];
  const rest = whole === undefined ? '' : text.slice(whole.length).trim();
  if (rest === '') return { title: text, transition };
  return { title: group ? `${rest} (${group})` : rest, transition };
}

/** The priority of the monitor, and of an alert that only warns no more than that. */
function urgencyIn({ priority, type }: Notification, transition: string): Urgency {
  const ofMonitor = urgencyOf(priority);
  const ofAlert = urgencyOf(transition.includes('warn') ? 'warning' : type);
  return isMoreUrgent(ofMonitor, ofAlert) ? ofAlert : ofMonitor;
}

/** `env:prod, service:checkout` */
function tagsOf(text: string | null): Record<string, string> {
  const pairs = (text ?? '').split(',', MAX_TAGS).map((tag) => tag.trim().split(':'));
  return Object.fromEntries(
    pairs.flatMap(([name, ...value]) => (name && value.length > 0 ? [[name, value.join(':')]] : [])),
  );
}
