import { isObject } from '../../lib/json-value.ts';
import { URGENCIES, type Urgency } from '../../oncall/urgency.ts';
import { type BodyText, compileBodyText, type MappedBody } from '../../routing/body-text.ts';
import { compileJsonPath, type JsonPath } from '../../routing/json-path.ts';
import { compilePattern, type Pattern } from '../../routing/pattern.ts';
import type { WebhookEntry } from '../../settings/schema/webhooks.ts';
import { RefusedRequest } from '../refused-request.ts';
import type { Draft, Reading } from './intake.ts';
import { urgencyOf } from './severity.ts';
import { webAddressOf } from './web-address.ts';

/** Alerts of one request. */
const MAX_ALERTS = 1_000;
const MAX_COMPONENTS = 50;

/** What a mapping of opsknight.yml reads of any body: every alert, but those that it ignores. */
export function readMapped(entry: WebhookEntry, body: unknown): Reading[] {
  const mapping = compiled(entry);
  const alerts = mapping.alerts ? mapping.alerts.find(body, MAX_ALERTS + 1) : [body];
  if (alerts.length > MAX_ALERTS) {
    throw new RefusedRequest(
      400,
      `There are too many alerts: send at most ${MAX_ALERTS} at a time. None was taken in.`,
    );
  }
  // A filter may well leave nothing.
  if (alerts.length === 0 && !entry.alerts?.includes('?')) throw noAlerts(entry);
  return alerts.flatMap((alert) => readOne(mapping, { alert, body }));
}

/** Whose mapping looks in the wrong place is to hear so: taken in like this, every alert would be lost. */
function noAlerts({ name, alerts }: WebhookEntry): RefusedRequest {
  const message = `holds none: the mapping ${JSON.stringify(name)} finds nothing at ${alerts}`;
  return new RefusedRequest(400, 'There is no alert in it.', { issues: [{ path: '', message }] });
}

function readOne(mapping: Mapping, of: MappedBody): Reading[] {
  if (holds(mapping.ignore, of)) return [];
  if (holds(mapping.resolve, of)) return [followUp('resolve', mapping, of)];
  if (holds(mapping.acknowledge, of)) return [followUp('acknowledge', mapping, of)];
  const title = textIn(mapping.title, of);
  if (title === null) return [missing('title')];
  const url = textIn(mapping.url, of);
  const draft: Draft = {
    action: 'trigger',
    labels: labelsIn(of),
    service: textIn(mapping.service, of),
    report: {
      title,
      description: textIn(mapping.description, of),
      urgency: urgencyIn(mapping.urgency, of),
      components: mapping.components?.texts(of).slice(0, MAX_COMPONENTS) ?? [],
      source: textIn(mapping.source, of) ?? mapping.name,
      url: webAddressOf(url),
      details: detailsIn(mapping.details, of),
      dedupKey: textIn(mapping.dedupKey, of),
    },
  };
  return [{ ok: true, draft }];
}

/** The key alone says which alert it is. */
function followUp(action: 'resolve' | 'acknowledge', mapping: Mapping, of: MappedBody): Reading {
  const dedupKey = textIn(mapping.dedupKey, of);
  if (dedupKey === null) return missing('dedup_key');
  const source = textIn(mapping.source, of) ?? mapping.name;
  return { ok: true, draft: { action, service: null, dedupKey, source, labels: labelsIn(of) } };
}

function missing(path: string): Reading {
  return { ok: false, issues: [{ path, message: 'is empty: the mapping finds nothing for it in this alert' }] };
}

interface Mapping {
  name: string;
  alerts: JsonPath | null;
  title: BodyText;
  description: BodyText | null;
  dedupKey: BodyText | null;
  urgency: BodyText | null;
  service: BodyText | null;
  source: BodyText | null;
  url: BodyText | null;
  components: BodyText | null;
  details: JsonPath;
  resolve: Condition[];
  acknowledge: Condition[];
  ignore: Condition[];
}

interface Condition {
  text: BodyText;
  pattern: Pattern;
}

/** A mapping stays as it is until it is applied anew. */
const known = new WeakMap<WebhookEntry, Mapping>();

function compiled(entry: WebhookEntry): Mapping {
  const before = known.get(entry);
  if (before) return before;
  const text = (source: string | null) => (source === null ? null : compileBodyText(source));
  const conditions = (all: Record<string, string> | null) =>
    Object.entries(all ?? {}).map(([path, pattern]) => ({
      text: compileBodyText(path),
      pattern: compilePattern(pattern),
    }));
  const made: Mapping = {
    name: entry.name,
    alerts: entry.alerts === null ? null : compileJsonPath(entry.alerts),
    title: compileBodyText(entry.title),
    description: text(entry.description),
    dedupKey: text(entry.dedup_key),
    urgency: text(entry.urgency),
    service: text(entry.service),
    source: text(entry.source),
    url: text(entry.url),
    components: text(entry.components),
    details: compileJsonPath(entry.details ?? '$'),
    resolve: conditions(entry.resolve),
    acknowledge: conditions(entry.acknowledge),
    ignore: conditions(entry.ignore),
  };
  known.set(entry, made);
  return made;
}

/** All of them; what is not there is as the empty text. No conditions never hold. */
function holds(conditions: Condition[], of: MappedBody): boolean {
  return (
    conditions.length > 0 &&
    conditions.every(({ text, pattern }) => {
      const texts = text.texts(of);
      return texts.length > 0 ? texts.some((one) => pattern.matches(one)) : pattern.matches('');
    })
  );
}

function textIn(text: BodyText | null, of: MappedBody): string | null {
  return text?.texts(of).join(', ') || null;
}

/** One of our own words, or what other systems call urgent. */
function urgencyIn(text: BodyText | null, of: MappedBody): Urgency {
  const word = textIn(text, of);
  return URGENCIES.find((one) => one === word?.toUpperCase()) ?? urgencyOf(word);
}

function labelsIn({ alert }: MappedBody): Record<string, unknown> {
  return isObject(alert) ? alert : {};
}

function detailsIn(path: JsonPath, { alert }: MappedBody): Record<string, unknown> | null {
  const [value] = path.find(alert, 1);
  if (value === undefined || value === null) return null;
  return isObject(value) ? value : { value };
}
