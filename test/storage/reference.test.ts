import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import type { Database } from '../../src/storage/sqlite/database.ts';
import { reference } from '../../src/storage/sqlite/reference.ts';
import { tempDatabase } from './temp-database.ts';

let database: Database;
/** Another process, such as a command while the app runs. */
let other: Sqlite.Database;
beforeEach(() => {
  database = tempDatabase();
  other = new Sqlite(database.db.$client.name);
  other.exec(`
    insert into connections (id, team_id, team_name, bot_user_id, bot_id) values (1, 'T1', 'Acme', 'UBOT', 'B1');
    insert into users (id, name, email, role, active) values (1, 'Jane', 'jane@example.com', 'admin', 1);
    insert into services (id, name) values (1, 'Search');
    insert into documents (id, kind, name, body) values (1, 'schedule', 'Primary', '{"name":"Primary","timezone":"UTC","layers":[],"overrides":[]}');`);
});
afterEach(() => {
  other.close();
});

/** What changes reference data, table by table; each statement finds what the ones before have left. */
const CHANGES = [
  'update connections set settings = json(\'{"requireMappedUser":true}\')',
  "update connections set team_id = 'T2'",
  'update connections set people_listed_at = 1',
  "insert into connections (id, team_id) values (2, 'T3')",
  'delete from connections where id = 2',
  "insert into users (id, name, email, role, active) values (2, 'Bob', 'bob@example.com', 'viewer', 1)",
  'update users set active = 0 where id = 2',
  'delete from users where id = 2',
  "insert into services (id, name) values (2, 'Payment API')",
  "update services set channel = '#search' where id = 1",
  'delete from services where id = 2',
  'insert into documents (id, kind, name, body) values (2, \'group\', \'all\', \'{"name":"all","users":[]}\')',
  "update documents set name = 'everybody' where id = 2",
  'delete from documents where id = 2',
  'insert into overrides (id, schedule_id, user_id, from_at, to_at, made_by, made_at) values (1, 1, 1, 5, 9, \'{"kind":"clock"}\', 1)',
  'update overrides set to_at = 10',
  'delete from overrides',
];

test.each(CHANGES)('what another process changes is seen at once: %s', (statement) => {
  for (const earlier of CHANGES.slice(0, CHANGES.indexOf(statement))) other.exec(earlier);
  const before = reference(database.db);
  expect(reference(database.db)).toBe(before);
  other.exec(statement);
  expect(reference(database.db)).not.toBe(before);
});

test('nothing is read again for what decisions do not depend on', () => {
  const before = reference(database.db);
  other.exec('update connections set channels_listed_at = 5');
  other.exec("insert into seen_requests (key, at) values ('a', 1)");
  expect(reference(database.db)).toBe(before);
});

test('what a transaction has changed and taken back is not kept', () => {
  const rename = (name: string) => database.db.$client.exec(`update services set name = '${name}' where id = 1`);
  const name = () => reference(database.db).services.get(1)?.name;
  database.db.$client.exec('begin');
  rename('Undone');
  expect(name()).toBe('Undone');
  database.db.$client.exec('rollback');
  expect(name()).toBe('Search');
  rename('Done');
  expect(name()).toBe('Done');
});
