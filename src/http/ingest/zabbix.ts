import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { tooMuchToParse } from './json-shape.ts';
import { requiredWord, wordOf } from './lenient.ts';
import { urgencyOf } from './severity.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/* What the script of docs/integrations/zabbix.md sends: the parameters of its media type, with the macros of Zabbix filled in. */

const SOURCE = 'Zabbix';
const MAX_TAGS = 100;

/** A macro stands as it is where Zabbix knows nothing of it, as when the media type is tested. */
const macro = z
  .unknown()
  .optional()
  .transform((value) => {
    const word = wordOf(value);
    return word === null || /^(?:\{[$A-Z0-9._]+\}|\*UNKNOWN\*)$/.test(word) ? null : word;
  });

const schema = z.object({
  event_id: macro,
  event_value: requiredWord,
  event_name: macro,
  update_status: macro,
  update_action: macro,
  nseverity: macro,
  severity: macro,
  host: macro,
  trigger_id: macro,
  operational_data: macro,
  message: macro,
  url: macro,
  tags: z.unknown().optional(),
});

type Event = z.infer<typeof schema>;

export const zabbix: WebhookFormat = {
  path: '/api/integrations/zabbix',
  read(body) {
    const draft = toDraft(parseWebhook(schema, body, SOURCE));
    return draft === null ? [] : [{ ok: true, draft }];
  },
};

/** null for an update that changes nothing for us: a comment, say. */
function toDraft(event: Event): Draft | null {
  const { event_id: id, host, severity, trigger_id } = event;
  if (id === null) return testOf(event);
  // The end of a problem comes with the number of its beginning.
  const dedupKey = `zabbix:${host ?? ''}:${id}`;
  const tags = tagsOf(event.tags);
  const labels = { host, severity, trigger_id, ...tags };
  const isUpdate = event.update_status === '1';
  const action = (event.update_action ?? '').toLowerCase();
  if (event.event_value === '0') return end('resolve', { dedupKey, source: SOURCE, labels });
  if (isUpdate && /\backnowledged/.test(action)) return end('acknowledge', { dedupKey, source: SOURCE, labels });
  if (isUpdate && !action.includes('severity')) return null;
  return trigger({
    title: event.event_name ?? `A problem${host === null ? '' : ` of ${host}`}`,
    source: SOURCE,
    dedupKey,
    labels,
    service: serviceIn(tags),
    description: event.message ?? event.operational_data,
    urgency: urgencyIn(event),
    url: webAddressOf(event.url),
    components: host === null ? [] : [host],
    details: { severity, trigger_id, operational_data: event.operational_data, tags },
  });
}

/** The button **Test** of a media type, with the macros that nobody has replaced. */
function testOf({ message, event_name }: Event): Draft {
  return trigger({
    title: event_name ?? 'A test of Zabbix',
    source: SOURCE,
    dedupKey: 'zabbix:test',
    description: message,
    urgency: 'LOW',
  });
}

/** By number: an administrator may call the severities anything. */
function urgencyIn({ nseverity, severity }: Event): Urgency {
  if (nseverity === null) return urgencyOf(severity);
  const number = Number(nseverity);
  if (number >= 4) return 'HIGH';
  return number >= 2 ? 'MEDIUM' : 'LOW';
}

/** `{EVENT.TAGSJSON}`: `[{"tag": "service", "value": "Payment API"}]`, as JSON or as text of it. */
function tagsOf(tags: unknown): Record<string, string> {
  const known = listIn(tags).slice(0, MAX_TAGS).filter(isObject);
  return Object.fromEntries(
    known.flatMap(({ tag, value }) => (typeof tag === 'string' && typeof value === 'string' ? [[tag, value]] : [])),
  );
}

function listIn(value: unknown): unknown[] {
  if (typeof value !== 'string') return Array.isArray(value) ? value : [];
  if (tooMuchToParse(value) !== null) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
