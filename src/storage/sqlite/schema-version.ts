import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { watchHolder } from '../../lease/sign-of-life.ts';
import type { HeldLease } from '../../lease/store.ts';
import { systemStopwatch } from '../../lib/clock.ts';
import { packageFile } from '../../package-files.ts';
import { StorageUnavailable } from '../storage.ts';

export const MIGRATIONS = fileURLToPath(packageFile('migrations'));

/** How a database stands to this version of OpsKnight. */
export type SchemaAge = 'empty' | 'older' | 'same' | 'newer';

/** By the time at which the latest of its migrations was written, which is what drizzle-orm's migrator goes by. */
export function schemaAge(sqlite: Sqlite.Database): SchemaAge {
  if (!hasTable(sqlite, '__drizzle_migrations')) return 'empty';
  const applied = sqlite.prepare('select max(created_at) from __drizzle_migrations').pluck().get() as number | null;
  if (applied === null) return 'empty';
  const known = latestMigration();
  if (applied === known) return 'same';
  return applied > known ? 'newer' : 'older';
}

/**
 * Before a database is brought up to date: one that a newer version has brought further is left alone, and so is one on
 * which an older version is at work, which would go on with a schema that it doesn't know.
 * @throws StorageUnavailable
 */
export async function requireUpgradable(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const sqlite = new Sqlite(path, { fileMustExist: true });
  try {
    const age = schemaAge(sqlite);
    if (age === 'newer') {
      throw new StorageUnavailable(
        'A newer version of OpsKnight has worked on this database, and this one does not know what it wrote.\n' +
          'Nothing was changed. Run the newer version, or restore a backup from before the upgrade.',
      );
    }
    if (age !== 'older' || !hasTable(sqlite, 'app_lease')) return;
    const { isAlive, lease } = await watchHolder(async () => leaseOf(sqlite), { stopwatch: systemStopwatch });
    if (!isAlive) return;
    const { pid, host } = lease.process;
    throw new StorageUnavailable(
      `An older version of OpsKnight (process ${pid} on ${host}) works on this database, which has to be brought up to date first.\n` +
        'Nothing was changed. Stop that one, then try again.',
    );
  } finally {
    sqlite.close();
  }
}

function latestMigration(): number {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  };
  return Math.max(...journal.entries.map(({ when }) => when));
}

function hasTable(sqlite: Sqlite.Database, name: string): boolean {
  return sqlite.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !== undefined;
}

/** As the first version that had one wrote it, and every version since. */
function leaseOf(sqlite: Sqlite.Database): HeldLease | null {
  const row = sqlite.prepare('select holder, process, beat from app_lease').get() as
    | { holder: string; process: string; beat: number }
    | undefined;
  return row ? { ...row, process: JSON.parse(row.process) } : null;
}
