import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { type AlertRepeats, counted } from '../../../src/incidents/repeats.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { openDatabase } from '../../../src/storage/sqlite/database.ts';
import { sqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { temporaryFolder } from '../../temporary.ts';

const MONITOR = { kind: 'monitor', name: 'prometheus' } as const;
const START = Date.parse('2026-01-14T11:30:00Z');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('repeats');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('repeats that an older version has listed one by one are counted, and its timeline keeps the rest', async () => {
  const file = join(folder, 'old.db');
  const old = databaseBefore('alert_repeats', file);
  old.exec(`
    insert into incidents (number, version, status, urgency, urgency_rank, title, dedup_scope, components, dedup_key,
      alert_count, opened_by, opened_at, last_alert_at)
    values (1, 1, 'OPEN', 'HIGH', 0, 'Disk full', 0, '[]', 'disk', 301, '{"kind":"clock"}', ${START}, ${START}),
      (2, 1, 'OPEN', 'HIGH', 0, 'Once', 0, '[]', 'once', 1, '{"kind":"clock"}', ${START}, ${START})`);
  const add = old.prepare(
    'insert into timeline_events (incident_number, at, actor, kind, fact) values (?, ?, ?, ?, ?)',
  );
  const event = (number: number, at: number, fact: { kind: string }) =>
    add.run(number, at, JSON.stringify(MONITOR), fact.kind, JSON.stringify(fact));
  event(1, START, { kind: 'triggered' });
  event(2, START, { kind: 'triggered' });
  const at = (index: number) => START + index * 30 * 60_000;
  for (let index = 1; index <= 300; index++) {
    event(1, at(index), { kind: 'alert_repeated', title: `Disk ${index}`, alertCount: index + 1 } as { kind: string });
  }
  event(1, at(301), { kind: 'acknowledged' });
  old.close();

  const { incidents, close } = sqliteStorage(openDatabase(`file:${file}`), systemClock);
  let expected: AlertRepeats | null = null;
  for (let index = 1; index <= 300; index++) {
    expected = counted(expected, { at: at(index), title: `Disk ${index}`, actor: MONITOR });
  }
  expect(await incidents.repeats(1)).toEqual(expected);
  expect((await incidents.timeline(1)).map(({ fact }) => fact.kind)).toEqual(['triggered', 'acknowledged']);
  expect(await incidents.repeats(2)).toBeNull();
  close();
});

/** A database as it was before a migration of ours. */
function databaseBefore(migration: string, file: string): Sqlite.Database {
  const migrations = join(folder, 'migrations');
  cpSync('migrations', migrations, { recursive: true });
  const path = join(migrations, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { tag: string }[] };
  const until = journal.entries.findIndex(({ tag }) => tag.endsWith(migration));
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, until) }));
  const sqlite = new Sqlite(file);
  migrate(drizzle(sqlite), { migrationsFolder: migrations });
  return sqlite;
}
