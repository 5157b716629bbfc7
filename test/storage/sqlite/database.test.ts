import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { seenRequests } from '../../../src/storage/schema/index.ts';
import { type Database, openDatabase } from '../../../src/storage/sqlite/database.ts';

let folder: string;
let file: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsknight-database-'));
  file = join(folder, 'test.db');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const open = () => {
  database = openDatabase(`file:${file}`);
  return database;
};
const remember = (key: string) => database.write(() => database.db.insert(seenRequests).values({ key, at: 0 }).run());
const remembered = () => database.db.select().from(seenRequests).all().length;
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test.each([0o000, 0o022, 0o077])(
  'with umask %o, the database, what belongs to it and its backup are for their owner alone',
  async (umask) => {
    const before = process.umask(umask);
    try {
      file = join(folder, 'data', 'deep', 'test.db');
      open();
      await remember('a');
      for (const path of [join(folder, 'data'), join(folder, 'data', 'deep')]) expect(modeOf(path)).toBe('700');
      await database.backup(join(folder, 'copy.db'));
      for (const path of [file, `${file}-wal`, `${file}-shm`, join(folder, 'copy.db')])
        expect(modeOf(path)).toBe('600');
      expect(database.exposure()).toBeNull();
      chmodSync(file, 0o640);
      expect(database.exposure()).toMatchObject({ how: 'its mode is 640', remedy: expect.stringContaining(file) });
    } finally {
      process.umask(before);
    }
  },
);

describe('a database that another program has locked', () => {
  let other: Sqlite.Database;
  beforeEach(() => {
    open();
    other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
  });
  afterEach(() => {
    other.close();
  });

  test('can be read meanwhile, and takes the write once it is let go', async () => {
    const writing = remember('waits');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(remembered()).toBe(0);
    other.exec('COMMIT');
    await writing;
    expect(remembered()).toBe(1);
    expect(await database.trouble()).toBeNull();
  });

  test('refuses the write after a while, saying why, and is in trouble until it is let go', async () => {
    await expect(remember('gives up')).rejects.toMatchObject({ name: 'StorageFailure', trouble: 'busy' });
    expect((await database.trouble())?.trouble).toBe('busy');
    other.exec('COMMIT');
    expect(await database.trouble()).toBeNull();
    expect(remembered()).toBe(0);
  });
});

describe('a disk that is full', () => {
  const pages = () => Number(database.db.$client.pragma('page_count', { simple: true }));
  const allow = (count: number) => database.db.$client.pragma(`max_page_count = ${count}`);

  test('refuses writes; that small ones still go does not hide it; all is well when there is room again', async () => {
    open();
    expect(await database.trouble()).toBeNull();
    allow(pages() + 20);
    const filling = async () => {
      for (let index = 0; ; index++) await remember(`${index}`.padEnd(10_000, 'x'));
    };
    await expect(filling()).rejects.toMatchObject({ trouble: 'full', code: 'SQLITE_FULL' });
    await remember('small');
    expect((await database.trouble())?.message).toContain('full');
    allow(1_000_000);
    expect(await database.trouble()).toBeNull();
    await remember('x'.repeat(1_000_000));
  });

  test('leaves nothing of what was written together with the write that did not fit', async () => {
    open();
    allow(pages());
    const answers = await Promise.allSettled([remember('one'), remember('x'.repeat(1_000_000)), remember('two')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(remembered()).toBe(0);
    allow(1_000_000);
    await Promise.all(['one', 'two'].map(remember));
    expect(remembered()).toBe(2);
  });
});

describe('a backup', () => {
  test('is whole, and comes to its end while the database is written all the time', async () => {
    open();
    let isCopied = false;
    let written = 0;
    const writing = (async () => {
      while (!isCopied) await remember(`${written++}`);
    })();
    while (written < 20) await new Promise((resolve) => setImmediate(resolve));
    const other = openDatabase(`file:${file}`);
    await other.backup(join(folder, 'copy.db'));
    other.close();
    isCopied = true;
    await writing;
    const copy = openDatabase(`file:${join(folder, 'copy.db')}`);
    const copied = copy.db.select().from(seenRequests).all();
    expect(copied.length).toBeGreaterThanOrEqual(19);
    expect(copied.map(({ key }) => Number(key)).sort((a, b) => a - b)).toEqual(copied.map((_, index) => index));
    expect(copy.problems()).toEqual([]);
    copy.close();
  });

  test('does not replace a file', async () => {
    open();
    await database.backup(join(folder, 'copy.db'));
    await expect(database.backup(join(folder, 'copy.db'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(existsSync(join(folder, 'copy.db'))).toBe(true);
  });
});
