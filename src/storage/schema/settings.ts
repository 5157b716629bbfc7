import { sql } from 'drizzle-orm';
import { sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { autoId } from './columns.ts';

export const services = sqliteTable(
  'services',
  {
    id: autoId(),
    name: text('name').notNull(),
    channel: text('channel'),
    escalationPolicy: text('escalation_policy'),
    /** Targets by urgency, as opsknight.yml has them. */
    sla: text('sla', { mode: 'json' }).$type<unknown>(),
    acknowledgeReminder: text('acknowledge_reminder'),
  },
  (t) => [uniqueIndex('services_name').on(sql`lower(${t.name})`)],
);

/** Groups, schedules and escalation policies: documents by name, in the words of opsknight.yml. */
export const documents = sqliteTable(
  'documents',
  {
    id: autoId(),
    kind: text('kind').$type<'group' | 'schedule' | 'escalation_policy'>().notNull(),
    name: text('name').notNull(),
    body: text('body', { mode: 'json' }).$type<unknown>().notNull(),
  },
  (t) => [uniqueIndex('documents_name').on(t.kind, t.name)],
);
