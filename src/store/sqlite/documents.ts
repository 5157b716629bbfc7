import { asc, eq } from 'drizzle-orm';
import { documents } from '../schema.ts';
import type { Drizzle } from './database.ts';

export type DocumentKind = (typeof documents.$inferSelect)['kind'];

/** All documents of a kind, by name. Only `apply` writes these, from entries that were validated. */
export function readDocuments<Entry>(db: Drizzle, kind: DocumentKind): Entry[] {
  return db
    .select({ body: documents.body })
    .from(documents)
    .where(eq(documents.kind, kind))
    .orderBy(asc(documents.name))
    .all()
    .map(({ body }) => body as Entry);
}
