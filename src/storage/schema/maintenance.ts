import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Actor } from '../../people/actor.ts';
import { autoId } from './columns.ts';
import { services } from './settings.ts';

/** Maintenance that people, or programs, have begun; that of opsknight.yml is a document. Both are times on the wall. */
export const maintenanceWindows = sqliteTable(
  'maintenance_windows',
  {
    id: autoId(),
    serviceId: integer('service_id')
      .notNull()
      .references(() => services.id, { onDelete: 'cascade' }),
    from: integer('from_at').notNull(),
    to: integer('to_at').notNull(),
    reason: text('reason'),
    madeBy: text('made_by', { mode: 'json' }).$type<Actor>().notNull(),
    madeAt: integer('made_at').notNull(),
  },
  (t) => [index('maintenance_windows_service').on(t.serviceId, t.to)],
);
