import { incidentKey } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import { iso, timelineJson } from '../words/json/incident.ts';
import type { Json } from './canonical.ts';
import type { KeptRecord } from './chain.ts';
import type { IncidentRecord } from './store.ts';

type Emails = ReadonlyMap<number, string>;

/** What an export says of an incident, line by line: itself, then what belongs to it. */
export function* recordsOf(record: IncidentRecord, emails: Emails): Iterable<KeptRecord> {
  const incident = incidentKey(record.incident.number);
  const of = (type: string, facts: KeptRecord['facts'], texts: KeptRecord['texts']): KeptRecord => ({
    type,
    incident,
    facts,
    texts: withEmails(texts, emails) as KeptRecord['texts'],
  });
  yield of('incident', factsOf(record), textsOf(record));
  for (const event of record.events) {
    const { at, kind, text } = timelineJson(event);
    const { id, afterId, actor, fact } = event;
    yield of('timeline', { id, after: afterId, at, kind }, { by: plain(actor), text, fact: plain(fact) });
  }
  for (const { dedupKey, at, title, resolvedAt, from } of record.alerts) {
    const facts = {
      at: iso(at),
      resolved_at: isoOrNull(resolvedAt),
      came_with: from === null ? null : incidentKey(from),
    };
    yield of('alert', facts, { title, dedup_key: dedupKey });
  }
  for (const { id, text, owner, dueAt, doneBy, doneAt } of record.tasks) {
    const facts = { task: id, due_at: isoOrNull(dueAt), done_at: isoOrNull(doneAt) };
    yield of('task', facts, { text, owner: plain(owner), done_by: plain(doneBy) });
  }
  if (record.repeats) {
    const { firstAt, lastAt, hours, title, actor } = record.repeats;
    const counts = hours.map(({ hour, count }) => ({ hour: iso(hour), count }));
    yield of('repeats', { first_at: iso(firstAt), last_at: iso(lastAt), hours: counts }, { title, by: plain(actor) });
  }
  for (const { connectionId, channelId, ts, target } of record.messages) {
    yield of('message', { connection: connectionId, channel_id: channelId, ts }, { target });
  }
  if (record.channel) {
    const { connectionId, channelId } = record.channel;
    yield of('channel', { connection: connectionId, channel_id: channelId }, {});
  }
  for (const { id, runbook, state, startedAt, endedAt, steps } of record.runs) {
    const facts = { id, state, started_at: iso(startedAt), ended_at: isoOrNull(endedAt) };
    yield of('runbook', facts, { runbook });
    for (const { place, action, state: stepState, outcome, target, message, result } of steps) {
      const texts = { outcome, target, message: plain(message), result: plain(result) };
      yield of('runbook_step', { run: id, place, action, state: stepState }, texts);
    }
  }
}

function factsOf({ incident, service }: IncidentRecord): KeptRecord['facts'] {
  const { state } = incident;
  return {
    status: state.status,
    changed_at: state.status === 'OPEN' ? null : iso(state.at),
    snoozed_until: state.status === 'SNOOZED' ? iso(state.until) : null,
    merged_into: state.status === 'MERGED' ? incidentKey(state.into) : null,
    urgency: incident.urgency,
    service,
    alert_count: incident.alertCount,
    opened_at: iso(incident.openedAt),
    last_alert_at: iso(incident.lastAlertAt),
    first_acknowledged_at: isoOrNull(incident.firstAcknowledgedAt),
    sla_breached: [...incident.breached],
    pauses: plain(incident.pauses),
    merged: incident.merged.map(incidentKey),
    related: incident.related.map(incidentKey),
  };
}

function textsOf({ incident }: IncidentRecord): KeptRecord['texts'] {
  const { state } = incident;
  return {
    title: incident.title,
    description: incident.description,
    components: incident.components,
    source: incident.source,
    url: incident.url,
    details: plain(incident.details),
    dedup_key: incident.dedupKey,
    opened_by: plain(incident.openedBy),
    changed_by: state.status === 'OPEN' ? null : plain(state.by),
    resolution_note: state.status === 'RESOLVED' ? state.note : null,
    roles: plain(incident.roles),
  };
}

function isoOrNull(at: UtcMs | null): string | null {
  return at === null ? null : iso(at);
}

/** As JSON says it. */
function plain(value: unknown): Json {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** Persons of ours, wherever they are named, with the address that they are known by. */
function withEmails(value: Json | undefined, emails: Emails): Json | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withEmails(one, emails) ?? null);
  const members = Object.entries(value as { readonly [name: string]: Json }).map(
    ([name, one]) => [name, withEmails(one, emails)] as const,
  );
  const { kind, userId } = value as { readonly [name: string]: Json };
  const email = kind === 'person' && typeof userId === 'number' ? emails.get(userId) : undefined;
  return Object.fromEntries(email === undefined ? members : [...members, ['email', email]]);
}
