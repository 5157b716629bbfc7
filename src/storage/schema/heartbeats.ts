import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';
import { flag } from './columns.ts';
import { documents } from './settings.ts';

/** What has been heard of each heartbeat that has beaten at all. */
export const heartbeats = sqliteTable('heartbeats', {
  id: integer('id')
    .primaryKey()
    .references(() => documents.id, { onDelete: 'cascade' }),
  beatAt: integer('beat_at').notNull(),
  allowed: integer('allowed').notNull(),
  isExcused: flag('is_excused').notNull(),
  isMissed: flag('is_missed').notNull(),
});

/** Until when the app is known to have heard heartbeats. */
export const heartbeatAttendance = sqliteTable('heartbeat_attendance', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  at: integer('at').notNull(),
});
