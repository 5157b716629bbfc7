import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { placeEmptyDatabase } from '../../e2e/template.ts';
import type { Place } from '../conformance/engine.ts';

/** Memory instead of a disk, where there is such a place: what it is asked for here is not about the disk. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A file of its own, up to date and empty. */
export async function sqlitePlace(): Promise<Place> {
  const folder = mkdtempSync(join(TEMPORARY, 'opsknight-storage-'));
  const file = join(folder, 'test.db');
  placeEmptyDatabase(file);
  return {
    url: `file:${file}`,
    empty: async () => empty(file),
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

/** As a new database is: migrations and the mark by which reference data is known to be new have rows from the beginning. */
function empty(file: string): void {
  const sqlite = new Sqlite(file);
  sqlite.pragma('foreign_keys = OFF');
  const tables = sqlite
    .prepare<[], { name: string }>(
      `select name from sqlite_master where type = 'table'
        and (name = 'sqlite_sequence' or name not like 'sqlite\\_%' escape '\\')
        and name not in ('__drizzle_migrations', 'reference_revision')`,
    )
    .all();
  sqlite.transaction(() => {
    for (const { name } of tables) sqlite.exec(`delete from ${name}`);
  })();
  sqlite.close();
}
