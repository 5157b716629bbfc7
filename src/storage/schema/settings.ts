import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { FlappingEntry, GroupingEntry } from '../../routing/rule.ts';
import type { ConnectionSettings } from '../../settings/store.ts';
import type { Service } from '../../settings/types.ts';
import { autoId, flag } from './columns.ts';

export const services = sqliteTable(
  'services',
  {
    id: autoId(),
    name: text('name').notNull(),
    channel: text('channel'),
    channels: text('channels', { mode: 'json' }).$type<string[]>(),
    escalationPolicy: text('escalation_policy'),
    /** Targets by urgency, as opsknight.yml has them. */
    sla: text('sla', { mode: 'json' }).$type<unknown>(),
    acknowledgeReminder: text('acknowledge_reminder'),
    dependsOn: text('depends_on', { mode: 'json' }).$type<string[]>(),
    delay: text('delay'),
    resolveAfterSilence: text('resolve_after_silence'),
    grouping: text('grouping', { mode: 'json' }).$type<GroupingEntry>(),
    flapping: text('flapping', { mode: 'json' }).$type<FlappingEntry>(),
    links: text('links', { mode: 'json' }).$type<Service['links']>(),
    mention: text('mention', { mode: 'json' }).$type<Service['mention']>(),
    /** The connection that its incidents go through, and others that see them, by name. */
    connection: text('connection'),
    sharedWith: text('shared_with', { mode: 'json' }).$type<string[]>(),
  },
  (t) => [uniqueIndex('services_name').on(sql`lower(${t.name})`)],
);

/** Groups, schedules, escalation policies, heartbeats, maintenance, templates, webhooks of both directions, all routing rules as one, and the rule for incident channels: documents by name, in the words of opsknight.yml. */
export const documents = sqliteTable(
  'documents',
  {
    id: autoId(),
    kind: text('kind')
      .$type<
        | 'connection'
        | 'group'
        | 'schedule'
        | 'escalation_policy'
        | 'heartbeat'
        | 'maintenance'
        | 'template'
        | 'webhook'
        | 'sender'
        | 'project'
        | 'outgoing_webhook'
        | 'runbook'
        | 'routing'
        | 'incident_channels'
        | 'retention'
      >()
      .notNull(),
    name: text('name').notNull(),
    body: text('body', { mode: 'json' }).$type<unknown>().notNull(),
  },
  (t) => [uniqueIndex('documents_name').on(t.kind, t.name)],
);

/** New settings of which not every open incident has had yet what they mean for it. */
export const unfinishedApplies = sqliteTable('unfinished_applies', {
  id: autoId(),
  /** The settings that decisions depend on, as they were before. */
  before: text('before', { mode: 'json' }).$type<{ services: Service[]; workspaces: ConnectionSettings[] }>().notNull(),
  restartsEscalations: flag('restarts_escalations').notNull(),
  /** The last incident that has had it, and the last that is to: later ones were opened with the new settings. */
  doneThrough: integer('done_through').notNull().default(0),
  through: integer('through').notNull(),
});
