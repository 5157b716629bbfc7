import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { PersonActor } from '../../people/actor.ts';
import type { SubscriptionFilter } from '../../settings/subscriptions.ts';
import type { WorkspaceSettings } from '../../settings/types.ts';
import type { EndReason } from '../../slack/installations/store.ts';
import { autoId, flag } from './columns.ts';

/** The app, installed through OAuth: in one workspace, or in all of an organisation. Tokens are encrypted. */
export const installations = sqliteTable(
  'installations',
  {
    id: autoId(),
    /** The team's id; the organisation's for an installation in all of it. */
    ownerId: text('owner_id').notNull(),
    name: text('name').notNull(),
    isOrgWide: flag('is_org_wide').notNull(),
    enterpriseId: text('enterprise_id'),
    botUserId: text('bot_user_id').notNull(),
    scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull(),
    accessToken: text('access_token').notNull(),
    /** Only where Slack lets tokens expire: what gets the next one, and when that is to be done. */
    refreshToken: text('refresh_token'),
    refreshAt: integer('refresh_at'),
    expiresAt: integer('expires_at'),
    /** Since when Slack gives no token in place of this one; the admins were told then. */
    refusedAt: integer('refused_at'),
    /** The Slack account that installed it, and when it did so last. */
    installedBy: text('installed_by').notNull(),
    installedAt: integer('installed_at').notNull(),
  },
  (t) => [uniqueIndex('installations_owner').on(t.ownerId)],
);

/** States of OAuth that have come back: each is good once. */
export const usedOauthStates = sqliteTable('used_oauth_states', {
  hash: text('hash').primaryKey(),
  expiresAt: integer('expires_at').notNull(),
});

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
    /** What it has its token from; null for the environment. */
    installationId: integer('installation_id').references(() => installations.id),
    /** As opsknight.yml calls it; null for the organisation's connection and what was installed through OAuth. */
    name: text('name'),
    /** When it came to an end, such as by being uninstalled; nothing is sent or heard by it until it is taken up again. */
    endedAt: integer('ended_at'),
    endReason: text('end_reason').$type<EndReason>(),
  },
  (t) => [
    index('connections_team_id').on(t.teamId),
    uniqueIndex('connections_name').on(sql`lower(${t.name})`).where(sql`${t.name} is not null`),
  ],
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
    /** People of other organisations are in it, or invited. */
    isExternal: flag('is_external').notNull().default(false),
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
