import { AUDITED, type AuditedChange } from '../../audit/entry.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { Author } from '../../people/author.ts';
import { auditEntries } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** Inside the transaction of the change itself. */
export function noteInAudit(db: Drizzle, { by: madeBy, at }: { by: Author; at: UtcMs }, change: AuditedChange): void {
  const words = [AUDITED[change.section], change.section, change.name, authorWords(madeBy)].join(' ').toLowerCase();
  db.insert(auditEntries)
    .values({ ...change, madeBy, at, words })
    .run();
}

function authorWords(author: Author): string {
  switch (author.kind) {
    case 'command_line':
      return author.user;
    case 'clock':
      return '';
    default:
      return author.name;
  }
}
