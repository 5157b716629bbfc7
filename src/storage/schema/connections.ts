import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { PersonActor } from '../../people/actor.ts';
import type { SubscriptionFilter } from '../../settings/subscriptions.ts';
import type { WorkspaceSettings } from '../../settings/types.ts';
import { autoId, flag } from './columns.ts';

export const connections = sqliteTable(
  'connections',
  {
    id: autoId(),
    teamId: text('team_id'),
    teamName: text('team_name'),
    botUserId: text('bot_user_id'),
    botId: text('bot_id'),
    settings: text('settings', { mode: 'json' }).$type<WorkspaceSettings>(),
    channelsListedAt: integer('channels_listed_at'),
    peopleListedAt: integer('people_listed_at'),
  },
  (t) => [uniqueIndex('connections_team').on(t.teamId)],
);

export const channels = sqliteTable(
  'channels',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    id: text('id').notNull(),
    name: text('name').notNull(),
    isPrivate: flag('is_private').notNull(),
    isArchived: flag('is_archived').notNull(),
    isMember: flag('is_member').notNull(),
    /** Slack shows it to the app no longer. The row stays: what was private must not become public by being forgotten. */
    isGone: flag('is_gone').notNull().default(false),
    /** When its members were last read; null for never. Only those of private channels are. */
    membersReadAt: integer('members_read_at'),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.id] }), index('channels_name').on(t.connectionId, t.name)],
);

/** Who is in a private channel; once the app can't see it any more, who was in it last. */
export const channelMembers = sqliteTable(
  'channel_members',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    channelId: text('channel_id').notNull(),
    slackUserId: text('slack_user_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.connectionId, t.channelId, t.slackUserId] }),
    index('channel_members_person').on(t.connectionId, t.slackUserId),
  ],
);

/** The channel that a name of the settings has meant: if it is private, a public one of the same name does not take its place. */
export const nameMeanings = sqliteTable(
  'name_meanings',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    /** Without the "#". */
    name: text('name').notNull(),
    channelId: text('channel_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.name] })],
);

/** What people subscribed channels to, in Slack; those of opsknight.yml are in the settings of the connection. */
export const subscriptions = sqliteTable(
  'subscriptions',
  {
    id: autoId(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    channelId: text('channel_id').notNull(),
    filter: text('filter', { mode: 'json' }).$type<SubscriptionFilter>().notNull(),
    madeBy: text('made_by', { mode: 'json' }).$type<PersonActor>().notNull(),
    madeAt: integer('made_at').notNull(),
  },
  (t) => [index('subscriptions_channel').on(t.connectionId, t.channelId)],
);
