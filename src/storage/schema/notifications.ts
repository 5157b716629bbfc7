import { desc, sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Contact, ContactState } from '../../notifications/contacts/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { StormCommand, StormFilter } from '../../notifications/storms/store.ts';
import type { DeliveryKind, Editing, SendingMethod } from '../../notifications/types.ts';
import type { PersonActor } from '../../people/actor.ts';
import { apiKeys } from './access.ts';
import { autoId, flag } from './columns.ts';
import { connections } from './connections.ts';
import { incidents, timelineEvents } from './incidents.ts';

export const cards = sqliteTable(
  'cards',
  {
    id: autoId(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    target: text('target').notNull(),
    channelId: text('channel_id'),
    ts: text('ts'),
    isHome: flag('is_home').notNull(),
    /** Where its card is instead, as the settings name the channel. */
    movedTo: text('moved_to'),
    /** A page that nobody needs any more; it is dropped unless Slack turns out to have it. */
    isCalledOff: flag('is_called_off').notNull().default(false),
    reroutedFrom: text('rerouted_from'),
    /** Its first message is to mention those whom the settings name. */
    mentions: flag('mentions').notNull().default(false),
    editing: text('editing').$type<Editing>().notNull().default('open'),
    /** The storm whose message shows the incident here; null when it has a message of its own. */
    stormId: integer('storm_id').references(() => storms.id),
    /** The event that called the person last, and when; both null in channels. */
    calledBy: integer('called_by').references(() => timelineEvents.id),
    calledAt: integer('called_at'),
  },
  (t) => [
    index('cards_incident').on(t.incidentNumber),
    index('cards_storm').on(t.stormId).where(sql`${t.stormId} is not null`),
    uniqueIndex('cards_message').on(t.connectionId, t.channelId, t.ts),
  ],
);

/** The channel that an incident belongs to, wherever its cards go later: it decides who may see the incident. */
export const incidentHomes = sqliteTable(
  'incident_homes',
  {
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    /** As the settings named it. */
    target: text('target').notNull(),
    /** Always one of `channels`. Null: no channel of that name is known. */
    channelId: text('channel_id'),
  },
  (t) => [
    primaryKey({ columns: [t.incidentNumber, t.connectionId] }),
    index('incident_homes_channel').on(t.connectionId, t.channelId, t.incidentNumber),
    index('incident_homes_unsettled').on(t.connectionId, t.target).where(sql`${t.channelId} is null`),
  ],
);

/** A burst of incidents for one channel, shown as one message. */
export const storms = sqliteTable(
  'storms',
  {
    id: autoId(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    target: text('target').notNull(),
    channelId: text('channel_id'),
    ts: text('ts'),
    reroutedFrom: text('rerouted_from'),
    editing: text('editing').$type<Editing>().notNull().default('open'),
    startedAt: integer('started_at').notNull(),
    lastJoinedAt: integer('last_joined_at').notNull(),
    /** It takes in no more incidents; its message stays up to date. */
    isOver: flag('is_over').notNull().default(false),
  },
  (t) => [index('storms_lane').on(t.connectionId, t.target).where(sql`${t.isOver} = 0`)],
);

/** What the thread of a storm is still to say: one row per event, until it is in Slack. */
export const stormLines = sqliteTable(
  'storm_lines',
  {
    id: autoId(),
    stormId: integer('storm_id')
      .notNull()
      .references(() => storms.id),
    eventId: integer('event_id')
      .notNull()
      .references(() => timelineEvents.id),
    createdAt: integer('created_at').notNull(),
    /** The delivery whose message says it; null while it waits for one. */
    deliveryId: integer('delivery_id').references(() => deliveries.id, { onDelete: 'cascade' }),
  },
  (t) => [
    index('storm_lines_waiting').on(t.stormId, t.id).where(sql`${t.deliveryId} is null`),
    index('storm_lines_delivery').on(t.deliveryId).where(sql`${t.deliveryId} is not null`),
  ],
);

/** Somebody has asked for something to be done to many incidents of a storm; a row goes when that is done. */
export const stormCommands = sqliteTable(
  'storm_acknowledgements',
  {
    id: autoId(),
    stormId: integer('storm_id')
      .notNull()
      .references(() => storms.id),
    /** The newest incident that was there to be seen; later ones are not meant. */
    throughNumber: integer('through_number').notNull(),
    actor: text('actor', { mode: 'json' }).$type<PersonActor>().notNull(),
    requestKey: text('request_key').notNull(),
    createdAt: integer('created_at').notNull(),
    /** What is to be done, and to which of them; null for to acknowledge all. */
    command: text('command', { mode: 'json' }).$type<StormCommand>(),
    filter: text('filter', { mode: 'json' }).$type<StormFilter>(),
  },
  (t) => [uniqueIndex('storm_acknowledgements_key').on(t.requestKey)],
);

/** Channels that turned out to be closed to the app, from when the admins are told until one can be posted to again. */
export const closedChannels = sqliteTable(
  'closed_channels',
  {
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    target: text('target').notNull(),
    code: text('code').notNull(),
    /** Where its cards go instead; null when there is nowhere. */
    fallback: text('fallback'),
    closedAt: integer('closed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.target] })],
);

/** How people who were called are reached, besides the cards of their pages; a row goes when somebody has taken the incident. */
export const contacts = sqliteTable(
  'contacts',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    eventId: integer('event_id')
      .notNull()
      .references(() => timelineEvents.id),
    connectionId: integer('connection_id').notNull(),
    target: text('target').notNull(),
    name: text('name').notNull(),
    method: text('method').$type<Contact['method']>().notNull(),
    address: text('address').notNull(),
    position: integer('position').notNull(),
    state: text('state').$type<ContactState>().notNull(),
    dueAt: integer('due_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    index('contacts_due').on(t.dueAt).where(sql`${t.dueAt} is not null`),
    index('contacts_incident').on(t.incidentNumber, t.target),
  ],
);

/** What systems have asked to be posted, and what became of it: sent, failed, or neither yet. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: text('id').primaryKey(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    target: text('target').notNull(),
    message: text('message', { mode: 'json' }).$type<SlackMessage>().notNull(),
    create: flag('create').notNull(),
    isPrivate: flag('is_private').notNull(),
    apiKeyId: integer('api_key_id').references(() => apiKeys.id),
    requestKey: text('request_key'),
    createdAt: integer('created_at').notNull(),
    channelId: text('channel_id'),
    ts: text('ts'),
    error: text('error'),
  },
  (t) => [
    uniqueIndex('notifications_request').on(t.requestKey),
    index('notifications_queued').on(t.createdAt).where(sql`${t.ts} is null and ${t.error} is null`),
    index('notifications_age').on(t.createdAt),
  ],
);

/** When the admins were last told that something is given up that an outgoing webhook was to hear. */
export const outgoingWebhookNotices = sqliteTable('outgoing_webhook_notices', {
  /** In lower case. */
  name: text('name').primaryKey(),
  toldAt: integer('told_at').notNull(),
});

/** What is owed to Slack, and to others past it. A row goes when Slack has it; one that Slack refused for good stays, with the reason. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: autoId(),
    uuid: text('uuid').notNull(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    lane: text('lane').notNull(),
    priority: integer('priority').notNull(),
    kind: text('kind').$type<DeliveryKind>().notNull(),
    /** What it does, such as `card:17`. While it waits, one is enough of all that says nothing of its own. */
    work: text('work').notNull(),
    /** The work of the message that it is, or in whose thread it is; null for what has no thread. */
    thread: text('thread'),
    /** What it says of its own, in the form of its kind; null for what is drawn from its work alone. */
    detail: text('detail', { mode: 'json' }),
    /** The call that it will be. */
    method: text('method').$type<SendingMethod>().notNull().default('chat.postMessage'),
    createdAt: integer('created_at').notNull(),
    /** How often it was tried in vain while others went through. */
    attempts: integer('attempts').notNull().default(0),
    /** Being sent, or sent with an outcome that isn't known: a moment before, by Slack's clock. */
    inDoubtSince: integer('in_doubt_since'),
    /** Handed to Slack: nothing newer is merged into it, and it is settled before anything else of its lane. */
    isTaken: flag('is_taken').notNull().default(false),
    failedAt: integer('failed_at'),
    error: text('error'),
  },
  (t) => [
    uniqueIndex('deliveries_waiting')
      .on(t.work)
      .where(sql`${t.detail} is null and ${t.isTaken} = 0 and ${t.failedAt} is null`),
    index('deliveries_messages')
      .on(t.lane)
      .where(sql`${t.work} = ${t.thread} and ${t.isTaken} = 0 and ${t.failedAt} is null`),
    index('deliveries_next').on(t.lane, t.method, desc(t.isTaken), t.priority, t.id).where(sql`${t.failedAt} is null`),
    index('deliveries_work').on(t.work),
    index('deliveries_thread').on(t.thread).where(sql`${t.failedAt} is null`),
    index('deliveries_failed').on(t.failedAt).where(sql`${t.failedAt} is not null`),
  ],
);
