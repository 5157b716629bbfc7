import { and, desc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm';
import type { AuditEntry } from '../../audit/entry.ts';
import type { AuditStore } from '../../audit/store.ts';
import { auditEntries } from '../schema/index.ts';
import type { Database } from './database.ts';
import { takeBackOverride } from './overrides-taken-back.ts';

const { madeBy: by, words: _words, ...others } = getTableColumns(auditEntries);
const columns = {
  ...others,
  by,
  takenBackBy: sql<
    number | null
  >`(select max(later.id) from audit_entries as later where later.takes_back = audit_entries.id)`,
};

export function sqliteAuditStore({ db, write }: Database): AuditStore {
  return {
    async list({ text = '', since, before, limit }) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      return db
        .select(columns)
        .from(auditEntries)
        .where(
          and(
            since === undefined ? undefined : gte(auditEntries.at, since),
            before === undefined ? undefined : lt(auditEntries.id, before),
            ...words.map((word) => sql`instr(${auditEntries.words}, ${word}) > 0`),
          ),
        )
        .orderBy(desc(auditEntries.id))
        .limit(limit)
        .all() satisfies AuditEntry[];
    },
    async entry(id) {
      return db.select(columns).from(auditEntries).where(eq(auditEntries.id, id)).get() ?? null;
    },
    async latest({ section, name }) {
      const same = and(eq(auditEntries.section, section), eq(auditEntries.name, name));
      return db.select(columns).from(auditEntries).where(same).orderBy(desc(auditEntries.id)).limit(1).get() ?? null;
    },
    async takeBackOverride(entry, by, now) {
      return await write(() => takeBackOverride(db, entry, by, now));
    },
  };
}
