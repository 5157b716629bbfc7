import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { lte } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { SECOND, systemStopwatch } from '../../lib/clock.ts';
import { StorageFailure } from '../../lib/storage-failure.ts';
import * as schema from '../schema/index.ts';
import { StorageUnavailable, type StorageUser } from '../storage.ts';
import { translated } from './failure.ts';
import { GroupCommit } from './group-commit.ts';
import { MIGRATIONS, schemaAge } from './schema-version.ts';
import { WriteHealth } from './write-health.ts';

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
  /** How other accounts of the machine get at the file, which keeps the mode that it has; null when they don't. */
  exposure(): { how: string; remedy: string } | null;
  /** Why nothing can be written now; null when it can. */
  trouble(): Promise<StorageFailure | null>;
  /** From now on a transaction is refused as `taken_over` unless this is true when it begins. */
  guard(isOurs: () => boolean): void;
  /** Another number after another connection has written: https://www.sqlite.org/pragma.html#pragma_data_version */
  dataVersion(): number;
  /** A consistent copy of the whole database as it is now, in a new file that only its owner may read. */
  backup(file: string): Promise<void>;
  close(): void;
}

/** What is in it is nobody else's business, whatever the umask. */
const PRIVATE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Far more than the app has; a text that is made up each time must not grow the memory for ever. */
const MAX_STATEMENTS = 1_000;

/**
 * While another process has the database locked: for how long SQLite waits, with the whole process (`blocked`), and for how
 * long a write is tried again and again, with the process going on.
 */
const WAITING: Record<StorageUser, { blocked: number; patience: number }> = {
  app: { blocked: 20, patience: 1.5 * SECOND },
  command: { blocked: 10 * SECOND, patience: 10 * SECOND },
};
/** Nothing goes on yet that could be held up. */
const WHILE_OPENING = 5 * SECOND;

/**
 * Opens the database, makes it when it isn't there, and brings its schema up to date.
 * @param url `file:<path>`, as in DATABASE_URL.
 */
export function openDatabase(url: string, user: StorageUser = 'app'): Database {
  const { blocked, patience } = WAITING[user];
  const path = databasePath(url);
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  makePrivately(path);
  const sqlite = new Sqlite(path, { timeout: WHILE_OPENING });
  rememberStatements(sqlite);
  sqlite.pragma('journal_mode = WAL');
  // FULL: a commit is on disk before anyone is told so, also when the power goes.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  const db = drizzle(sqlite, { schema });
  if (schemaAge(sqlite) !== 'same') migrate(db, { migrationsFolder: MIGRATIONS });

  sqlite.pragma(`busy_timeout = ${blocked}`);

  let isOurs = () => true;
  const together = sqlite.transaction((batch: () => void) => {
    if (!isOurs()) throw new StorageFailure('taken_over', 'LEASE_LOST');
    batch();
  });
  const alone = sqlite.transaction((operation: () => void) => operation());
  const group = new GroupCommit({
    transaction: (batch) => translating(() => together.immediate(batch)),
    attempt: (operation) => translating(() => alone(operation)),
    patience,
    stopwatch: systemStopwatch,
    onOutcome: (failure) => health.heard(failure),
  });
  const health = new WriteHealth(() => probe(db, group), systemStopwatch);
  return {
    db,
    write: (operation) => group.write(operation),
    pendingWrites: () => group.pending,
    trouble: () => health.trouble(),
    guard: (check) => {
      isOurs = check;
    },
    problems: () => {
      const found = sqlite.pragma('quick_check') as { quick_check: string }[];
      return found.map(({ quick_check }) => quick_check).filter((words) => words !== 'ok');
    },
    exposure: () => exposureOf(path),
    dataVersion: () => sqlite.pragma('data_version', { simple: true }) as number,
    backup: async (file) => {
      makePrivately(file, 'wx');
      sqlite.prepare('VACUUM INTO ?').run(file);
      const copy = await open(file, 'r+');
      await copy.sync().finally(() => copy.close());
    },
    close: () => {
      group.close();
      sqlite.close();
    },
  };
}

/** SQLite gives its -wal and -shm the permissions of the file that they belong to. */
function makePrivately(path: string, flags: 'a' | 'wx' = 'a'): void {
  closeSync(openSync(path, flags, PRIVATE));
}

/** Nobody's but the owner's. */
const OTHERS = 0o077;

function exposureOf(path: string): { how: string; remedy: string } | null {
  if (process.platform === 'win32') return null;
  const { mode } = statSync(path);
  if ((mode & OTHERS) === 0) return null;
  return {
    how: `its mode is ${(mode & 0o777).toString(8)}`,
    remedy: `Run \`chmod 600\` on ${path}, and on the files with -wal and -shm beside it.`,
  };
}

/** About as large as a large alert, so that what goes well here goes well for others. */
const BALLAST_BYTES = 64 * 1024;

async function probe(db: Drizzle, group: GroupCommit): Promise<void> {
  const { id } = await group.write(() =>
    db
      .insert(schema.writeProbes)
      .values({ ballast: Buffer.alloc(BALLAST_BYTES) })
      .returning({ id: schema.writeProbes.id })
      .get(),
  );
  await group.write(() => db.delete(schema.writeProbes).where(lte(schema.writeProbes.id, id)).run());
}

function translating<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw translated(error);
  }
}

/** Drizzle asks for the same few hundred statements over and over; compiling them is most of what a small write costs. */
function rememberStatements(sqlite: Sqlite.Database): void {
  const statements = new Map<string, Sqlite.Statement>();
  const compile = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((text: string) => {
    const known = statements.get(text);
    if (known) return known;
    const statement = translatingStatement(compile(text));
    if (statements.size < MAX_STATEMENTS) statements.set(text, statement);
    return statement;
  }) as typeof sqlite.prepare;
}

/** What goes wrong with the file is told in our own words, by reads as well. */
function translatingStatement(statement: Sqlite.Statement): Sqlite.Statement {
  const run = statement.run.bind(statement);
  const get = statement.get.bind(statement);
  const all = statement.all.bind(statement);
  return Object.assign(statement, {
    run: (...values: unknown[]) => translating(() => run(...values)),
    get: (...values: unknown[]) => translating(() => get(...values)),
    all: (...values: unknown[]) => translating(() => all(...values)),
  });
}

/** `file:./data/opsknight.db` → an absolute path. */
export function databasePath(url: string): string {
  if (!url.startsWith('file:')) {
    throw new StorageUnavailable(`DATABASE_URL must start with "file:" (a SQLite file), not ${JSON.stringify(url)}`);
  }
  return url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length));
}
