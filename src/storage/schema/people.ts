import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ContactKind } from '../../people/contact.ts';
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
    /** As opsknight.yml says it; null for the same as `email`. */
    slackEmail: text('slack_email'),
    /** By which their Slack account is found: whichever of the two counts. */
    accountEmail: text('account_email').notNull().default(''),
    /** In the words of opsknight.yml. */
    contact: text('contact', { mode: 'json' }).$type<UserEntry['contact']>(),
    quietHours: text('quiet_hours', { mode: 'json' }).$type<UserEntry['quiet_hours']>(),
  },
  (t) => [uniqueIndex('users_email').on(t.email), index('users_account_email').on(t.accountEmail)],
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

/** Ways to reach people that they have added themselves; or, for one of opsknight.yml, when they want it. */
export const personalContacts = sqliteTable(
  'personal_contacts',
  {
    id: autoId(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').$type<ContactKind>().notNull(),
    address: text('address').notNull(),
    /** Milliseconds from the page. */
    after: integer('after').notNull(),
    /** Null while nobody has entered its code. */
    verifiedAt: integer('verified_at'),
    /** What the code is made of; null for none. */
    codeNonce: text('code_nonce'),
    codeSentAt: integer('code_sent_at'),
    /** How often a wrong one was entered. */
    codeTries: integer('code_tries').notNull().default(0),
  },
  (t) => [uniqueIndex('personal_contacts_address').on(t.userId, t.kind, t.address)],
);

/** Quiet hours that people have set themselves, instead of those of opsknight.yml. */
export const personalQuietHours = sqliteTable('personal_quiet_hours', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id),
  from: text('from_time').notNull(),
  to: text('to_time').notNull(),
});

/** Codes and tests that people have asked for in the last day: nobody floods the telephone of somebody else. */
export const contactChecks = sqliteTable(
  'contact_checks',
  {
    id: autoId(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    address: text('address').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [index('contact_checks_age').on(t.at)],
);
