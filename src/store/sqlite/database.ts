import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as schema from '../schema.ts';
import { GroupCommit } from './group-commit.ts';

/** `$client` is for the few statements that Drizzle can't say. */
export type Drizzle = BetterSQLite3Database<typeof schema> & { $client: Sqlite.Database };

/** An open database file: reads go straight to `db`, writes through `write`. */
export interface Database {
  db: Drizzle;
  /** Runs a synchronous operation in a transaction; resolves when it is on disk. */
  write<T>(operation: () => T): Promise<T>;
  /** Writes that wait for their transaction. */
  pendingWrites(): number;
  /** What SQLite finds wrong with the file; nothing when it is whole. */
  problems(): string[];
  /** A consistent copy of the whole database, while it is in use. */
  backup(file: string): Promise<void>;
  close(): void;
}

const MIGRATIONS = resolve(dirname(fileURLToPath(import.meta.url)), '../../../migrations');

/** Far more than the app has; a text that is made up each time must not grow the memory for ever. */
const MAX_STATEMENTS = 1_000;

/** How long a write waits for another process (the CLI, the app) to finish its own. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the database, makes it when it isn't there, and brings its schema up to date.
 * @param url `file:<path>`, as in DATABASE_URL.
 */
export function openDatabase(url: string): Database {
  const path = databasePath(url);
  mkdirSync(dirname(path), { recursive: true });
  const sqlite = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
  rememberStatements(sqlite);
  sqlite.pragma('journal_mode = WAL');
  // FULL: a commit is on disk before anyone is told so, also when the power goes.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  const db = drizzle(sqlite, { schema });
  migrate(db, { migrationsFolder: MIGRATIONS });

  const group = new GroupCommit(
    (batch) => sqlite.transaction(batch).immediate(),
    (operation) => sqlite.transaction(operation)(),
  );
  return {
    db,
    write: (operation) => group.write(operation),
    pendingWrites: () => group.pending,
    problems: () => {
      const found = sqlite.pragma('quick_check') as { quick_check: string }[];
      return found.map(({ quick_check }) => quick_check).filter((words) => words !== 'ok');
    },
    backup: async (file) => {
      await sqlite.backup(file);
    },
    close: () => {
      group.flush();
      sqlite.close();
    },
  };
}

/** Drizzle asks for the same few hundred statements over and over; compiling them is most of what a small write costs. */
function rememberStatements(sqlite: Sqlite.Database): void {
  const statements = new Map<string, Sqlite.Statement>();
  const compile = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((text: string) => {
    const known = statements.get(text);
    if (known) return known;
    const statement = compile(text);
    if (statements.size < MAX_STATEMENTS) statements.set(text, statement);
    return statement;
  }) as typeof sqlite.prepare;
}

/** `file:./data/opsknight.db` → an absolute path. */
export function databasePath(url: string): string {
  if (!url.startsWith('file:')) {
    throw new Error(`DATABASE_URL must start with "file:" (a SQLite file), not ${JSON.stringify(url)}`);
  }
  return url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length));
}
