import { desc, sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DeliveryKind, Editing, NoticeContent, SendingMethod } from '../courier/types.ts';
import type { RepeatsOfHour } from '../incidents/repeats.ts';
import type { TimelineFact, TimelineKind } from '../incidents/timeline.ts';
import type { Actor, PersonActor, Status, Urgency } from '../incidents/types.ts';
import type { ProcessIdentity } from '../lease/process-identity.ts';
import type { Escalation } from '../oncall/escalation.ts';
import type { Pause, SlaTarget } from '../oncall/sla.ts';
import type { Role } from '../people/types.ts';
import type { EscalationPolicyEntry } from '../settings/schema/escalation-policies.ts';
import type { WorkspaceSettings } from '../settings/types.ts';
import type { ActionRequest } from '../slack/actions/request.ts';
import type { TimerKind } from '../timers/types.ts';

// Every instant is UTC milliseconds. Names follow the domain's words, one for one.

const autoId = () => integer('id').primaryKey({ autoIncrement: true });
const flag = (name: string) => integer(name, { mode: 'boolean' });

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

export const users = sqliteTable(
  'users',
  {
    id: autoId(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    timezone: text('timezone'),
    active: flag('active').notNull(),
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
});

/** Who was on call when a schedule was last looked at; they have been told. */
export const handOffs = sqliteTable('hand_offs', {
  scheduleId: scheduleId().primaryKey(),
  userId: integer('user_id').references(() => users.id),
  since: integer('since').notNull(),
});

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

export const incidents = sqliteTable(
  'incidents',
  {
    number: integer('number').primaryKey({ autoIncrement: true }),
    version: integer('version').notNull(),
    status: text('status').$type<Status>().notNull(),
    /** Who brought it into its status, and when; null while OPEN. */
    statusBy: text('status_by', { mode: 'json' }).$type<Actor>(),
    statusAt: integer('status_at'),
    snoozedUntil: integer('snoozed_until'),
    resolutionNote: text('resolution_note'),
    urgency: text('urgency').$type<Urgency>().notNull(),
    /** 0 is HIGH: lists are sorted by it. */
    urgencyRank: integer('urgency_rank').notNull(),
    title: text('title').notNull(),
    description: text('description'),
    serviceId: integer('service_id').references(() => services.id),
    /** The service that the dedup key is unique in; 0 when the alert named none. */
    dedupScope: integer('dedup_scope').notNull(),
    components: text('components', { mode: 'json' }).$type<string[]>().notNull(),
    source: text('source'),
    url: text('url'),
    details: text('details', { mode: 'json' }).$type<Record<string, unknown>>(),
    dedupKey: text('dedup_key').notNull(),
    alertCount: integer('alert_count').notNull(),
    openedBy: text('opened_by', { mode: 'json' }).$type<Actor>().notNull(),
    openedAt: integer('opened_at').notNull(),
    lastAlertAt: integer('last_alert_at').notNull(),
    firstAcknowledgedAt: integer('first_acknowledged_at'),
    escalation: text('escalation', { mode: 'json' }).$type<Omit<Escalation, 'policy'>>(),
    /** The policy as it was when the escalation began, in the words of opsknight.yml. */
    escalationPolicy: text('escalation_policy', { mode: 'json' }).$type<EscalationPolicyEntry>(),
    raisedAt: integer('raised_at'),
    pauses: text('pauses', { mode: 'json' }).$type<Pause[]>().notNull().default([]),
    breached: text('breached', { mode: 'json' }).$type<SlaTarget[]>().notNull().default([]),
  },
  (t) => [
    // At most one incident that isn't resolved.
    uniqueIndex('incidents_live_dedup_key').on(t.dedupKey, t.dedupScope).where(sql`${t.status} <> 'RESOLVED'`),
    index('incidents_by_urgency').on(t.status, t.urgencyRank, t.number),
    index('incidents_by_service').on(t.serviceId, t.number),
    index('incidents_by_status').on(t.status, t.number),
    // All that insights look at, so that they read the index alone.
    index('incidents_opened').on(
      t.openedAt,
      t.urgency,
      t.serviceId,
      t.firstAcknowledgedAt,
      t.status,
      t.statusAt,
      t.number,
    ),
  ],
);

export const timelineEvents = sqliteTable(
  'timeline_events',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    at: integer('at').notNull(),
    actor: text('actor', { mode: 'json' }).$type<Actor>().notNull(),
    kind: text('kind').$type<TimelineKind>().notNull(),
    fact: text('fact', { mode: 'json' }).$type<TimelineFact>().notNull(),
  },
  (t) => [
    index('timeline_events_incident').on(t.incidentNumber, t.id),
    index('timeline_events_breaches').on(t.incidentNumber).where(sql`${t.kind} = 'sla_breached'`),
  ],
);

/** One row per incident, however often its alert comes again. */
export const alertRepeats = sqliteTable('alert_repeats', {
  incidentNumber: integer('incident_number')
    .primaryKey()
    .references(() => incidents.number),
  firstAt: integer('first_at').notNull(),
  lastAt: integer('last_at').notNull(),
  title: text('title').notNull(),
  actor: text('actor', { mode: 'json' }).$type<Actor>().notNull(),
  hours: text('hours', { mode: 'json' }).$type<RepeatsOfHour[]>().notNull(),
});

export const timers = sqliteTable(
  'timers',
  {
    id: autoId(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    kind: text('kind').$type<TimerKind>().notNull(),
    dueAt: integer('due_at').notNull(),
  },
  (t) => [uniqueIndex('timers_incident_kind').on(t.incidentNumber, t.kind), index('timers_due').on(t.dueAt)],
);

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
    /** A page that nobody needs any more; it is dropped unless Slack turns out to have it. */
    isCalledOff: flag('is_called_off').notNull().default(false),
    reroutedFrom: text('rerouted_from'),
    editing: text('editing').$type<Editing>().notNull().default('open'),
    /** The storm whose message shows the incident here; null when it has a message of its own. */
    stormId: integer('storm_id').references(() => storms.id),
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

/** Somebody has asked for all open incidents of a storm to be acknowledged; a row goes when that is done. */
export const stormAcknowledgements = sqliteTable(
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

/** What somebody is told in a direct message, once; a row goes when Slack has it. */
export const notices = sqliteTable('notices', {
  id: autoId(),
  connectionId: integer('connection_id')
    .notNull()
    .references(() => connections.id),
  slackUserId: text('slack_user_id').notNull(),
  notice: text('notice', { mode: 'json' }).$type<NoticeContent>().notNull(),
});

/** What is owed to Slack. A row goes when Slack has it; one that Slack refused for good stays, with the reason. */
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
    /** The call that it will be. */
    method: text('method').$type<SendingMethod>().notNull().default('chat.postMessage'),
    /** What it is about: a card, a storm, or a notice. */
    cardId: integer('card_id').references(() => cards.id),
    stormId: integer('storm_id').references(() => storms.id),
    noticeId: integer('notice_id').references(() => notices.id),
    eventId: integer('event_id').references(() => timelineEvents.id),
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
    uniqueIndex('deliveries_waiting_card')
      .on(t.cardId)
      .where(sql`${t.kind} = 'card' and ${t.isTaken} = 0 and ${t.failedAt} is null`),
    index('deliveries_waiting_cards')
      .on(t.lane)
      .where(sql`${t.kind} = 'card' and ${t.isTaken} = 0 and ${t.failedAt} is null`),
    uniqueIndex('deliveries_waiting_storm')
      .on(t.stormId, t.kind)
      .where(sql`${t.stormId} is not null and ${t.isTaken} = 0 and ${t.failedAt} is null`),
    index('deliveries_next').on(t.lane, t.method, desc(t.isTaken), t.priority, t.id).where(sql`${t.failedAt} is null`),
    index('deliveries_card').on(t.cardId),
    index('deliveries_storm').on(t.stormId).where(sql`${t.stormId} is not null`),
    index('deliveries_failed').on(t.failedAt).where(sql`${t.failedAt} is not null`),
  ],
);

/** Requests from Slack that have taken effect; a second delivery of one changes nothing. */
export const seenRequests = sqliteTable(
  'seen_requests',
  { key: text('key').primaryKey(), at: integer('at').notNull() },
  (t) => [index('seen_requests_at').on(t.at)],
);

/** What people asked for and is not carried out yet: Slack has not told who they are, or OpsKnight does not know them. */
export const pendingRequests = sqliteTable(
  'pending_requests',
  {
    id: autoId(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    requestKey: text('request_key').notNull(),
    request: text('request', { mode: 'json' }).$type<ActionRequest>().notNull(),
    /** An answer of Slack, which is asked for again and again; or that its asker becomes known, and presses "Link me". */
    waitsFor: text('waits_for').$type<'slack' | 'link'>().notNull().default('slack'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('pending_requests_key').on(t.requestKey)],
);

/** The one app that works on this database; no row while none does. */
export const appLease = sqliteTable('app_lease', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  holder: text('holder').notNull(),
  process: text('process', { mode: 'json' }).$type<ProcessIdentity>().notNull(),
  /** Grows while its holder lives. */
  beat: integer('beat').notNull(),
});

/** What is written, and removed again, to see whether there is room. */
export const writeProbes = sqliteTable('write_probes', { id: autoId(), ballast: blob('ballast').notNull() });

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: autoId(),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull(),
    serviceId: integer('service_id').references(() => services.id),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
  },
  (t) => [uniqueIndex('api_keys_hash').on(t.hash)],
);

export const signInLinks = sqliteTable(
  'sign_in_links',
  {
    hash: text('hash').primaryKey(),
    connectionId: integer('connection_id').notNull(),
    slackUserId: text('slack_user_id').notNull(),
    path: text('path').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('sign_in_links_expiry').on(t.expiresAt)],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: autoId(),
    hash: text('hash').notNull(),
    connectionId: integer('connection_id').notNull(),
    slackUserId: text('slack_user_id').notNull(),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    userAgent: text('user_agent').notNull(),
  },
  (t) => [uniqueIndex('sessions_hash').on(t.hash), index('sessions_person').on(t.connectionId, t.slackUserId)],
);
