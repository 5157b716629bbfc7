import { z } from 'zod';
import type { Task } from '../../incidents/tasks.ts';
import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { type Incident, incidentKey, STATUSES } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import type { Actor } from '../../people/actor.ts';
import { PLAIN_WRITER } from '../plain-writer.ts';
import { factWords } from '../timeline.ts';

const actor = z.object({ name: z.string() });
const time = z.iso.datetime();

export const incidentSchema = z.object({
  number: z.string().describe('`INC-42`'),
  status: z.enum(STATUSES),
  urgency: z.enum(URGENCIES),
  title: z.string(),
  description: z.string().nullable(),
  service: z.string().nullable(),
  components: z.array(z.string()),
  source: z.string().nullable(),
  url: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  dedup_key: z.string(),
  alert_count: z.number().int(),
  opened_at: time,
  opened_by: actor,
  last_alert_at: time,
  changed_at: time.nullable(),
  changed_by: actor.nullable(),
  snoozed_until: time.nullable(),
  resolution_note: z.string().nullable(),
  roles: z
    .array(z.object({ role: z.string(), holder: actor.nullable(), asked: actor.nullable() }))
    .describe('who does what; `asked` has not accepted yet'),
  merged_into: z.string().nullable().describe('what it goes on as'),
  merged: z.array(z.string()).describe('what goes on as this one'),
  related: z.array(z.string()).describe('incidents that people have linked with it'),
  page: z.string().describe('its web page, for people'),
});

export type IncidentJson = z.infer<typeof incidentSchema>;

/**
 * An incident as the API gives it; times are ISO 8601, in UTC.
 * @param service the name of its service
 * @param named those of the incidents it is linked or merged with that may be named
 */
export function incidentJson(
  incident: Incident,
  service: string | null,
  named: readonly number[],
  baseUrl: string,
): IncidentJson {
  const { number, state, urgency, title, description, components, source, url, details } = incident;
  const keysOf = (numbers: readonly number[]) => numbers.filter((one) => named.includes(one)).map(incidentKey);
  return {
    number: incidentKey(number),
    status: state.status,
    urgency,
    title,
    description,
    service,
    components,
    source,
    url,
    details,
    dedup_key: incident.dedupKey,
    alert_count: incident.alertCount,
    opened_at: iso(incident.openedAt),
    opened_by: actorJson(incident.openedBy),
    last_alert_at: iso(incident.lastAlertAt),
    changed_at: state.status === 'OPEN' ? null : iso(state.at),
    changed_by: state.status === 'OPEN' ? null : actorJson(state.by),
    snoozed_until: state.status === 'SNOOZED' ? iso(state.until) : null,
    resolution_note: state.status === 'RESOLVED' ? state.note : null,
    roles: incident.roles.map(({ role, holder, asked }) => ({
      role,
      holder: holder && actorJson(holder),
      asked: asked && actorJson(asked.person),
    })),
    merged_into: state.status === 'MERGED' && named.includes(state.into) ? incidentKey(state.into) : null,
    merged: keysOf(incident.merged),
    related: keysOf(incident.related),
    page: `${baseUrl}/incidents/${number}`,
  };
}

/** What has been done to an incident answers with it. */
export const oneIncidentSchema = z.object({ incident: incidentSchema });

export const taskSchema = z.object({
  task: z.number().int().describe('1 for the first of its incident'),
  incident: z.string().describe('whose it is: the incident, or one that was merged into it'),
  text: z.string(),
  owner: actor.nullable(),
  due_at: time.nullable(),
  done_at: time.nullable(),
  done_by: actor.nullable(),
});

export function taskJson({ id, incidentNumber, text, owner, dueAt, done }: Task): z.infer<typeof taskSchema> {
  return {
    task: id,
    incident: incidentKey(incidentNumber),
    text,
    owner: owner && actorJson(owner),
    due_at: dueAt === null ? null : iso(dueAt),
    done_at: done && iso(done.at),
    done_by: done && actorJson(done.by),
  };
}

export const timelineEntrySchema = z.object({
  at: time,
  incident: z.string().describe('what it has happened to: the incident, or one that was merged into it'),
  kind: z.string(),
  text: z.string(),
  by: actor,
});

/** `text`: what somebody wrote, else what the timeline says. */
export function timelineJson({ at, incidentNumber, actor, fact }: StoredTimelineEvent) {
  const { words, text, time } = factWords(actor, fact, PLAIN_WRITER);
  return {
    at: iso(at),
    incident: incidentKey(incidentNumber),
    kind: fact.kind,
    text: text ?? (time === undefined ? words : `${words} ${iso(time)}`),
    by: actorJson(actor),
  };
}

function actorJson(actor: Actor): { name: string } {
  return { name: actor.kind === 'clock' ? 'OpsKnight' : actor.name };
}

/** A time as the API gives it. */
export function iso(at: UtcMs): string {
  return new Date(at).toISOString();
}
