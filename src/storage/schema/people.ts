import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Role } from '../../people/types.ts';
import type { UserEntry } from '../../settings/schema/people.ts';
import { autoId, flag } from './columns.ts';
import { connections } from './connections.ts';

export const users = sqliteTable(
  'users',
  {
    id: autoId(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    timezone: text('timezone'),
    active: flag('active').notNull(),
    /** In the words of opsknight.yml. */
    contact: text('contact', { mode: 'json' }).$type<UserEntry['contact']>(),
    quietHours: text('quiet_hours', { mode: 'json' }).$type<UserEntry['quiet_hours']>(),
  },
  (t) => [uniqueIndex('users_email').on(t.email)],
);

export const slackIdentities = sqliteTable(
  'slack_identities',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    slackUserId: text('slack_user_id').notNull(),
    teamId: text('team_id').notNull(),
    displayName: text('display_name').notNull(),
    email: text('email'),
    timezone: text('timezone'),
    isGuest: flag('is_guest').notNull(),
    isBot: flag('is_bot').notNull(),
    isDeactivated: flag('is_deactivated').notNull(),
    isWorkspaceAdmin: flag('is_workspace_admin').notNull(),
    refreshedAt: integer('refreshed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.slackUserId] }), index('slack_identities_email').on(t.email)],
);
