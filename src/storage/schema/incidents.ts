import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Flapping, FlappingChoice } from '../../incidents/flapping.ts';
import type { MessageWay } from '../../incidents/messages.ts';
import type { RepeatsOfHour } from '../../incidents/repeats.ts';
import type { RoleHolding } from '../../incidents/roles.ts';
import type { TimelineFact, TimelineKind } from '../../incidents/timeline.ts';
import type { TimerKind } from '../../incidents/timers.ts';
import type { LiveState, Status } from '../../incidents/types.ts';
import type { Escalation } from '../../oncall/escalation.ts';
import type { Pause, SlaTarget } from '../../oncall/sla.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import type { Actor, PersonActor } from '../../people/actor.ts';
import type { EscalationPolicyEntry } from '../../settings/schema/escalation-policies.ts';
import { autoId } from './columns.ts';
import { connections } from './connections.ts';
import { services } from './settings.ts';

export const incidents = sqliteTable(
  'incidents',
  {
    number: integer('number').primaryKey({ autoIncrement: true }),
    version: integer('version').notNull(),
    status: text('status').$type<Status>().notNull(),
    /** Who brought it into its status, and when; null while OPEN. */
    statusBy: text('status_by', { mode: 'json' }).$type<Actor>(),
    statusAt: integer('status_at'),
    snoozedUntil: integer('snoozed_until'),
    resolutionNote: text('resolution_note'),
    /** What it goes on as, and what it was before; null unless MERGED. */
    mergedInto: integer('merged_into'),
    mergedFrom: text('merged_from', { mode: 'json' }).$type<LiveState>(),
    urgency: text('urgency').$type<Urgency>().notNull(),
    /** 0 is HIGH: lists are sorted by it. */
    urgencyRank: integer('urgency_rank').notNull(),
    title: text('title').notNull(),
    description: text('description'),
    serviceId: integer('service_id').references(() => services.id),
    /** The service that the dedup key is unique in; 0 when the alert named none. */
    dedupScope: integer('dedup_scope').notNull(),
    components: text('components', { mode: 'json' }).$type<string[]>().notNull(),
    source: text('source'),
    url: text('url'),
    details: text('details', { mode: 'json' }).$type<Record<string, unknown>>(),
    dedupKey: text('dedup_key').notNull(),
    joinedAlerts: integer('joined_alerts').notNull().default(0),
    groupKey: text('group_key'),
    flappingChoice: text('flapping_choice', { mode: 'json' }).$type<FlappingChoice>(),
    flapping: text('flapping').$type<Flapping>(),
    alertCount: integer('alert_count').notNull(),
    openedBy: text('opened_by', { mode: 'json' }).$type<Actor>().notNull(),
    openedAt: integer('opened_at').notNull(),
    lastAlertAt: integer('last_alert_at').notNull(),
    firstAcknowledgedAt: integer('first_acknowledged_at'),
    escalation: text('escalation', { mode: 'json' }).$type<Omit<Escalation, 'policy'>>(),
    /** The policy as it was when the escalation began, in the words of opsknight.yml. */
    escalationPolicy: text('escalation_policy', { mode: 'json' }).$type<EscalationPolicyEntry>(),
    raisedAt: integer('raised_at'),
    pauses: text('pauses', { mode: 'json' }).$type<Pause[]>().notNull().default([]),
    breached: text('breached', { mode: 'json' }).$type<SlaTarget[]>().notNull().default([]),
    roles: text('roles', { mode: 'json' }).$type<RoleHolding[]>().notNull().default([]),
    merged: text('merged', { mode: 'json' }).$type<number[]>().notNull().default([]),
    related: text('related', { mode: 'json' }).$type<number[]>().notNull().default([]),
  },
  (t) => [
    // At most one incident that isn't over.
    uniqueIndex('incidents_live_dedup_key')
      .on(t.dedupKey, t.dedupScope)
      .where(sql`${t.status} <> 'RESOLVED' and ${t.status} <> 'MERGED'`),
    // With those that go on as others: alerts of their groups do, too.
    index('incidents_group')
      .on(t.groupKey, t.dedupScope)
      .where(sql`${t.groupKey} is not null and ${t.status} <> 'RESOLVED'`),
    index('incidents_merged_into').on(t.mergedInto).where(sql`${t.mergedInto} is not null`),
    index('incidents_by_urgency').on(t.status, t.urgencyRank, t.number),
    index('incidents_by_service').on(t.serviceId, t.number),
    index('incidents_by_status').on(t.status, t.number),
    // All that insights look at, so that they read the index alone.
    index('incidents_opened').on(
      t.openedAt,
      t.urgency,
      t.serviceId,
      t.firstAcknowledgedAt,
      t.status,
      t.statusAt,
      t.number,
    ),
  ],
);

/**
 * The connections that an incident belongs to: only people of their workspaces get to see it. One without any belongs to the
 * organisation's connection alone.
 */
export const incidentConnections = sqliteTable(
  'incident_connections',
  {
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
  },
  (t) => [primaryKey({ columns: [t.incidentNumber, t.connectionId] })],
);

export const timelineEvents = sqliteTable(
  'timeline_events',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    at: integer('at').notNull(),
    actor: text('actor', { mode: 'json' }).$type<Actor>().notNull(),
    kind: text('kind').$type<TimelineKind>().notNull(),
    fact: text('fact', { mode: 'json' }).$type<TimelineFact>().notNull(),
    /**
     * Of what was written before it was put here: the last event of the incident before it was written, 0 for none, after which it
     * stands. Null for everything else, which stands in the order in which it came.
     */
    afterId: integer('after_id'),
  },
  (t) => [
    index('timeline_events_incident').on(t.incidentNumber, t.id),
    index('timeline_events_breaches').on(t.incidentNumber).where(sql`${t.kind} = 'sla_breached'`),
  ],
);

/** The messages from Slack that timelines have. */
export const timelineMessages = sqliteTable(
  'timeline_messages',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    channelId: text('channel_id').notNull(),
    ts: text('ts').notNull(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    eventId: integer('event_id')
      .notNull()
      .references(() => timelineEvents.id),
    way: text('way').$type<MessageWay>().notNull(),
    editedTs: text('edited_ts'),
  },
  (t) => [
    primaryKey({ columns: [t.connectionId, t.channelId, t.ts, t.incidentNumber] }),
    index('timeline_messages_incident').on(t.incidentNumber),
  ],
);

/** The alerts of incidents that count several of them, those that have opened them among them. */
export const incidentAlerts = sqliteTable(
  'incident_alerts',
  {
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    dedupKey: text('dedup_key').notNull(),
    /** The service that the dedup key is unique in; 0 when the alert named none. */
    dedupScope: integer('dedup_scope').notNull(),
    at: integer('at').notNull(),
    title: text('title').notNull(),
    resolvedAt: integer('resolved_at'),
    /** The incident with which it came, when that was merged into this one. */
    from: integer('merged_from').references(() => incidents.number),
    /** The incident is not over: so looking for an alert costs the same however often it has come before. */
    isHeld: integer('is_held', { mode: 'boolean' }).notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.incidentNumber, t.dedupKey, t.dedupScope] }),
    index('incident_alerts_held').on(t.dedupKey).where(sql`${t.isHeld}`),
  ],
);

/** When alerts were over, and their incidents with them, as their monitors say; kept while it may still be called flapping. */
export const alertEnds = sqliteTable(
  'alert_ends',
  {
    id: autoId(),
    dedupKey: text('dedup_key').notNull(),
    dedupScope: integer('dedup_scope').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [index('alert_ends_key').on(t.dedupKey, t.dedupScope, t.at), index('alert_ends_at').on(t.at)],
);

/** One row per incident, however often its alert comes again. */
export const alertRepeats = sqliteTable('alert_repeats', {
  incidentNumber: integer('incident_number')
    .primaryKey()
    .references(() => incidents.number),
  firstAt: integer('first_at').notNull(),
  lastAt: integer('last_at').notNull(),
  title: text('title').notNull(),
  actor: text('actor', { mode: 'json' }).$type<Actor>().notNull(),
  hours: text('hours', { mode: 'json' }).$type<RepeatsOfHour[]>().notNull(),
});

/** What is to be done for incidents, and what was. */
export const incidentTasks = sqliteTable(
  'incident_tasks',
  {
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    /** 1 for the first of its incident. */
    id: integer('id').notNull(),
    text: text('text').notNull(),
    owner: text('owner', { mode: 'json' }).$type<PersonActor>(),
    /** The owner's Slack account, as it is in `owner`. */
    ownerAccount: text('owner_account'),
    dueAt: integer('due_at'),
    doneBy: text('done_by', { mode: 'json' }).$type<Actor>(),
    doneAt: integer('done_at'),
    isReminded: integer('is_reminded', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.incidentNumber, t.id] }),
    index('incident_tasks_owner').on(t.ownerAccount).where(sql`${t.doneAt} is null`),
  ],
);

export const timers = sqliteTable(
  'timers',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    kind: text('kind').$type<TimerKind>().notNull(),
    dueAt: integer('due_at').notNull(),
  },
  (t) => [uniqueIndex('timers_incident_kind').on(t.incidentNumber, t.kind), index('timers_due').on(t.dueAt)],
);

/** Requests that have taken effect; a second delivery of one changes nothing. */
export const seenRequests = sqliteTable(
  'seen_requests',
  {
    key: text('key').primaryKey(),
    at: integer('at').notNull(),
    /** The incident that the request has opened, counted on or changed. */
    incidentNumber: integer('incident_number').references(() => incidents.number),
    isNew: integer('is_new', { mode: 'boolean' }).notNull().default(false),
    /** Of an `Idempotency-Key`: the request that it stands for. */
    fingerprint: text('fingerprint'),
  },
  (t) => [index('seen_requests_at').on(t.at)],
);

/** Incidents whose texts the retention rule has deleted, and when; what was written after that is deleted in its turn. */
export const deletedTexts = sqliteTable('deleted_texts', {
  incidentNumber: integer('incident_number')
    .primaryKey()
    .references(() => incidents.number),
  at: integer('at').notNull(),
});
