import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { KeyScope } from '../../keys/scopes.ts';
import type { Author } from '../../people/author.ts';
import type { KeyReach } from '../../people/key-reach.ts';
import { autoId } from './columns.ts';
import { services } from './settings.ts';

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: autoId(),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull(),
    serviceId: integer('service_id').references(() => services.id),
    /** Which routing rules are run for what it sends. */
    ruleSet: text('rule_set'),
    /** Null: the organisation's connection. */
    reach: text('reach', { mode: 'json' }).$type<KeyReach>(),
    /** Null: all of them. */
    scopes: text('scopes', { mode: 'json' }).$type<readonly KeyScope[]>(),
    createdAt: integer('created_at').notNull(),
    madeBy: text('made_by', { mode: 'json' }).$type<Author>(),
    lastUsedAt: integer('last_used_at'),
    /** Requests a minute. */
    limit: integer('request_limit'),
    /** When it ends by itself, because another has taken its place. */
    expiresAt: integer('expires_at'),
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
