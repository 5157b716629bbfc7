import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

/** Makes a file as the release made it whose last migration has this index, and writes into it. */
export function makeAsOf(last: number, file: string, statements: string): void {
  const old = mkdtempSync(join(tmpdir(), 'opsknight-older-'));
  mkdirSync(join(old, 'meta'), { recursive: true });
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8'));
  journal.entries = journal.entries.slice(0, last + 1);
  for (const { tag } of journal.entries) cpSync(join(MIGRATIONS, `${tag}.sql`), join(old, `${tag}.sql`));
  writeFileSync(join(old, 'meta', '_journal.json'), JSON.stringify(journal));
  const sqlite = new Sqlite(file);
  sqlite.pragma('foreign_keys = ON');
  migrate(drizzle(sqlite), { migrationsFolder: old });
  sqlite.exec(statements);
  sqlite.close();
  rmSync(old, { recursive: true });
}
