import { and, asc, eq, sql } from 'drizzle-orm';
import type { ScheduleEntry } from '../../settings/schema/schedules.ts';
import { documents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';

const statements = prepared((db) => ({
  ofKind: later(() =>
    db
      .select()
      .from(documents)
      .where(eq(documents.kind, sql.placeholder('kind')))
      .orderBy(asc(documents.name))
      .prepare(),
  ),
}));

export type DocumentKind = (typeof documents.$inferSelect)['kind'];

/** All documents of a kind, by name. Only `apply` writes these, from entries that were validated. */
export function readDocuments<Entry>(db: Drizzle, kind: DocumentKind): Entry[] {
  return readRows(db, kind).map(({ body }) => body as Entry);
}

/** A schedule with the id by which overrides, covers and hand-offs know it. */
export interface StoredSchedule {
  id: number;
  entry: ScheduleEntry;
}

export function readSchedules(db: Drizzle): StoredSchedule[] {
  return readRows(db, 'schedule').map(({ id, body }) => ({ id, entry: body as ScheduleEntry }));
}

/** The id of a schedule, by its name in any case; null when there is none. */
export function scheduleIdOf(db: Drizzle, name: string): number | null {
  return readRows(db, 'schedule').find((row) => row.name.toLowerCase() === name.toLowerCase())?.id ?? null;
}

/** An entry comes, goes, or becomes another: then it keeps its row, and so whatever refers to it. */
export function writeDocument(
  db: Drizzle,
  kind: DocumentKind,
  { before, after }: { before: { name: string } | null; after: { name: string } | null },
): void {
  const stored = before && and(eq(documents.kind, kind), eq(documents.name, before.name));
  if (!after) {
    if (stored) db.delete(documents).where(stored).run();
    return;
  }
  const row = { kind, name: after.name, body: after };
  if (stored) db.update(documents).set(row).where(stored).run();
  else db.insert(documents).values(row).run();
}

/** The same with the ids by which other tables know them. */
export function readRows(db: Drizzle, kind: DocumentKind) {
  return statements(db).ofKind().all({ kind });
}
