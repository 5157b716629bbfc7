import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { DEFAULT_INCIDENT_CHANNELS } from '../../settings/types.ts';
import { autoId, flag } from './columns.ts';
import { connections } from './connections.ts';
import { incidents } from './incidents.ts';

/** The channel of an incident's own, from when it is asked for. */
export const incidentChannels = sqliteTable(
  'incident_channels',
  {
    incidentNumber: integer('incident_number')
      .primaryKey()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    /** The Slack account of whoever asked for it; empty when the settings give it to the incident. */
    requestedBy: text('requested_by').notNull(),
    /** What it is called by: the setting as it was then. */
    nameTemplate: text('name_template').notNull().default(DEFAULT_INCIDENT_CHANNELS.name),
    /** How many names turned out to be taken. */
    takenNames: integer('taken_names').notNull().default(0),
    /** Null until it is made. */
    channelId: text('channel_id'),
    /** People had it before it was an incident's: its topic and name are theirs, and it is not archived. */
    isConverted: flag('is_converted').notNull().default(false),
    /** Where its people talk, as it was settled for it (`settledCall`); null for nowhere. */
    call: text('call'),
    /** Why Slack refused to make it; null unless it did. */
    error: text('error'),
    /** As it was written last. */
    topic: text('topic'),
    /** Who is to be in it besides, as cards name them, and what it is for; by whoever asked for it. */
    people: text('people', { mode: 'json' }).$type<string[]>(),
    purpose: text('purpose'),
    /** Each is tried once: what people do to a channel afterwards is theirs. */
    hasPurpose: flag('has_purpose').notNull().default(false),
    hasPin: flag('has_pin').notNull().default(false),
    /** How many there are. */
    bookmarks: integer('bookmarks').notNull().default(0),
    /** It is to be archived, if nobody has written there for so many milliseconds; null while it is not. */
    archiveIfQuietFor: integer('archive_if_quiet_for'),
  },
  (t) => [uniqueIndex('incident_channels_channel').on(t.connectionId, t.channelId)],
);

/**
 * Every channel that an incident has had of its own, from when it is there. What is known of one that is archived is needed still: who was
 * in it last, and what came after it.
 */
export const incidentRooms = sqliteTable(
  'incident_rooms',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    channelId: text('channel_id').notNull(),
    /** As it was called then. */
    name: text('name').notNull(),
    /** The incident was private when it was made, and so was the channel: its members see the incident. */
    givesSight: flag('gives_sight').notNull().default(false),
  },
  (t) => [
    uniqueIndex('incident_rooms_channel').on(t.incidentNumber, t.connectionId, t.channelId),
    index('incident_rooms_of_channel').on(t.connectionId, t.channelId),
  ],
);

/** Who was invited, once: whoever leaves it then is not brought back. */
export const incidentChannelPeople = sqliteTable(
  'incident_channel_people',
  {
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    slackUserId: text('slack_user_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentNumber, t.slackUserId] })],
);
