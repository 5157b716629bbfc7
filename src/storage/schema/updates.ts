import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { autoId } from './columns.ts';
import { connections } from './connections.ts';
import { incidents } from './incidents.ts';

/** Where the last update of an incident is shown to stakeholders. */
export const statusPosts = sqliteTable(
  'status_posts',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    /** As the settings named it. */
    target: text('target').notNull(),
    channelId: text('channel_id'),
    ts: text('ts'),
  },
  (t) => [uniqueIndex('status_posts_place').on(t.incidentNumber, t.connectionId, t.target)],
);

/** Who gets the updates of an incident as direct messages, because they have asked for it. */
export const incidentFollowers = sqliteTable(
  'incident_followers',
  {
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    slackUserId: text('slack_user_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentNumber, t.connectionId, t.slackUserId] })],
);
