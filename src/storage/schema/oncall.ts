import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { OnDuty } from '../../notifications/team-channels/plan.ts';
import type { Actor, PersonActor } from '../../people/actor.ts';
import { autoId } from './columns.ts';
import { connections } from './connections.ts';
import { users } from './people.ts';
import { documents } from './settings.ts';

/** A schedule's document: what hangs on it stays with it however it is written, and goes with it. */
const scheduleId = () => integer('schedule_id').references(() => documents.id, { onDelete: 'cascade' });

/** Overrides made in Slack; those of opsknight.yml are in its schedules. */
export const overrides = sqliteTable(
  'overrides',
  {
    id: autoId(),
    scheduleId: scheduleId().notNull(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    replaces: integer('replaces').references(() => users.id),
    from: integer('from_at').notNull(),
    to: integer('to_at').notNull(),
    madeBy: text('made_by', { mode: 'json' }).$type<Actor>().notNull(),
    madeAt: integer('made_at').notNull(),
  },
  (t) => [index('overrides_schedule').on(t.scheduleId, t.to)],
);

/** "Cover me": somebody asks for an override that a colleague may accept. */
export const coverRequests = sqliteTable('cover_requests', {
  id: autoId(),
  scheduleId: scheduleId().notNull(),
  userId: integer('user_id')
    .notNull()
    .references(() => users.id),
  from: integer('from_at').notNull(),
  to: integer('to_at').notNull(),
  askedBy: text('asked_by', { mode: 'json' }).$type<PersonActor>().notNull(),
  askedAt: integer('asked_at').notNull(),
  acceptedBy: text('accepted_by', { mode: 'json' }).$type<PersonActor>(),
  acceptedAt: integer('accepted_at'),
  /** How many were asked; null where that was not noted. */
  asked: integer('asked'),
  declinedBy: text('declined_by', { mode: 'json' }).$type<PersonActor[]>().notNull().default([]),
});

/** Who was on call when a schedule was last looked at; they have been told. */
export const handOffs = sqliteTable('hand_offs', {
  scheduleId: scheduleId().primaryKey(),
  userId: integer('user_id').references(() => users.id),
  since: integer('since').notNull(),
});

/** What the channel of a schedule's team was told last. */
export const teamChannels = sqliteTable('team_channels', {
  scheduleId: scheduleId().primaryKey(),
  channel: text('channel').notNull(),
  userId: integer('user_id').references(() => users.id),
  turn: integer('turn').notNull(),
  /** A time on the wall. */
  rosterAt: integer('roster_at'),
});

/** Our part of the topics of channels. */
export const channelTopics = sqliteTable(
  'channel_topics',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    /** As opsknight.yml names it. */
    channel: text('channel').notNull(),
    onDuty: text('on_duty', { mode: 'json' }).$type<OnDuty[]>().notNull(),
    written: text('written'),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.channel] })],
);

/** Slack's own groups, as Slack last described them. */
export const slackUserGroups = sqliteTable(
  'slack_user_groups',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    id: text('id').notNull(),
    handle: text('handle').notNull(),
    members: text('members', { mode: 'json' }).$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.id] })],
);

/** Slack refused to write a group: these members are not tried again. */
export const userGroupFailures = sqliteTable(
  'user_group_failures',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    /** As opsknight.yml names it. */
    userGroup: text('user_group').notNull(),
    members: text('members', { mode: 'json' }).$type<string[]>().notNull(),
    code: text('code').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.userGroup] })],
);
