import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { thisProcess } from '../../../src/lease/process-identity.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { openStorage } from '../../../src/storage/open.ts';
import type { StorageUser } from '../../../src/storage/storage.ts';
import { opsknight } from '../../e2e/app-process.ts';
import { placeEmptyDatabase } from '../../e2e/template.ts';
import { makeAsOf } from './older-database.ts';

const USERS: StorageUser[] = ['app', 'command'];

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsknight-versions-'));
  file = join(folder, 'test.db');
  placeEmptyDatabase(file);
});
afterEach(() => rmSync(folder, { recursive: true }));

const url = () => `file:${file}`;
const open = (user: StorageUser) => openStorage(url(), { clock: systemClock, user });

/** Makes the file what another version left behind. */
function alter(...statements: string[]): void {
  const sqlite = new Sqlite(file);
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
}

const migrations = () => {
  const sqlite = new Sqlite(file);
  const count = sqlite.prepare('select count(*) from __drizzle_migrations').pluck().get() as number;
  sqlite.close();
  return count;
};

const NEWER = "insert into __drizzle_migrations (hash, created_at) values ('of a newer version', 9999999999999)";
const heldBy = (identity: object) =>
  `insert into app_lease (id, holder, process, beat) values (1, 'them', '${JSON.stringify(identity)}', 1)`;

describe('a database that a newer version has worked on', () => {
  test.each(USERS)('is refused to the %s, with what to do, and is left as it is', async (user) => {
    alter(NEWER);
    const before = migrations();
    await expect(open(user)).rejects.toMatchObject({
      name: 'StorageUnavailable',
      message: expect.stringMatching(/newer version[\s\S]*Nothing was changed[\s\S]*restore a backup/),
    });
    expect(migrations()).toBe(before);
  });

  test('ends a command with those words and exit code 1', async () => {
    alter(NEWER);
    await expect(opsknight({ DATABASE_URL: url() }, 'keys', 'list')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('A newer version of OpsKnight has worked on this database'),
    });
  });
});

describe('a database that has to be brought up to date', () => {
  beforeEach(() => rmSync(file));
  const there = { ...thisProcess(), host: 'another machine' };

  test.each(USERS)('is refused to the %s while an older version works on it', async (user) => {
    makeAsOf(2, file, heldBy(there));
    const beating = setInterval(() => alter('update app_lease set beat = beat + 1'), 100);
    try {
      await expect(open(user)).rejects.toThrow(
        /An older version of OpsKnight[\s\S]*another machine[\s\S]*Stop that one/,
      );
    } finally {
      clearInterval(beating);
    }
    expect(migrations()).toBe(3);
  });

  test.each(USERS)('is brought up to date for the %s when the older version has ended without a word', async (user) => {
    makeAsOf(2, file, heldBy({ ...thisProcess(), pid: 2 ** 22 + 1 }));
    await (await open(user)).close();
    expect(migrations()).toBeGreaterThan(3);
  });
});
