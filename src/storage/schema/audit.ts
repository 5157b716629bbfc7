import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Audited, AuditedChange } from '../../audit/entry.ts';
import type { Author } from '../../people/author.ts';
import type { SettingName } from '../../settings/owned.ts';
import { autoId } from './columns.ts';

/** Every change of settings; nothing in it is ever changed. */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    id: autoId(),
    at: integer('at').notNull(),
    madeBy: text('made_by', { mode: 'json' }).$type<Author>().notNull(),
    section: text('section').$type<Audited>().notNull(),
    name: text('name').notNull(),
    before: text('before', { mode: 'json' }).$type<AuditedChange['before']>(),
    after: text('after', { mode: 'json' }).$type<AuditedChange['after']>(),
    takesBack: integer('takes_back'),
    /** What is searched: what and who, in lower case; never the values. */
    words: text('words').notNull(),
  },
  (t) => [index('audit_entries_what').on(t.section, t.name), index('audit_entries_taken_back').on(t.takesBack)],
);

/** Settings that belong to a file. */
export const ownedSettings = sqliteTable(
  'owned_settings',
  {
    section: text('section').$type<SettingName['section']>().notNull(),
    name: text('name').notNull(),
    file: text('file').notNull(),
    appliedBy: text('applied_by', { mode: 'json' }).$type<Author>().notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.section, t.name] })],
);
