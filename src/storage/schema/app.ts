import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ProcessIdentity } from '../../lease/process-identity.ts';
import { autoId } from './columns.ts';

/** The one app that works on this database; no row while none does. */
export const appLease = sqliteTable('app_lease', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  holder: text('holder').notNull(),
  process: text('process', { mode: 'json' }).$type<ProcessIdentity>().notNull(),
  /** Grows while its holder lives. */
  beat: integer('beat').notNull(),
});

/** How the app's clock goes: a process goes on by it where another one was, however the wall clock was set meanwhile. */
export const appClock = sqliteTable('app_clock', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  boot: text('boot'),
  ahead: integer('ahead').notNull(),
  slept: integer('slept').notNull(),
  seenAt: integer('seen_at').notNull(),
});

/** Random texts that the app signs with, by what they are for. */
export const secrets = sqliteTable('secrets', { name: text('name').primaryKey(), value: text('value').notNull() });

/** What is written, and removed again, to see whether there is room. */
export const writeProbes = sqliteTable('write_probes', { id: autoId(), ballast: blob('ballast').notNull() });

/**
 * A token that is another after every change of settings, schedules or people, whoever made it: triggers see to that. What is
 * held of them in memory holds as long as the token does.
 */
export const referenceRevision = sqliteTable('reference_revision', {
  id: integer('id').primaryKey(),
  token: text('token').notNull(),
});

/** When the last weekly check-up was due that was looked at. */
export const checkUps = sqliteTable('check_ups', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  /** A time on the wall. */
  dueAt: integer('due_at').notNull(),
  /** Permissions of the Slack app that settings have made use of. */
  usedScopes: text('used_scopes', { mode: 'json' }).$type<string[]>().notNull().default([]),
});
