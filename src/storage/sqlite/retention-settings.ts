import { KEEP_EVERYTHING, type Retention } from '../../settings/types.ts';
import type { Drizzle } from './database.ts';
import { readRows, writeDocument } from './documents.ts';

/** The one document that says it all. */
const NAME = 'retention';

export function readRetention(db: Drizzle): Retention {
  const [row] = readRows(db, 'retention');
  return row ? (row.body as Document).retention : KEEP_EVERYTHING;
}

export function writeRetention(db: Drizzle, retention: Retention): void {
  const before = readRows(db, 'retention').length > 0 ? { name: NAME } : null;
  const after: Document = { name: NAME, retention };
  writeDocument(db, 'retention', { before, after });
}

interface Document {
  name: string;
  retention: Retention;
}
