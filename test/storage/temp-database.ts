import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { type Database, openDatabase } from '../../src/storage/sqlite/database.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { temporaryFolder } from '../temporary.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A new database on a real file, gone after the test. */
export function tempDatabase(): Database {
  const folder = temporaryFolder('store');
  const file = join(folder, 'test.db');
  placeEmptyDatabase(file);
  const database = openDatabase(`file:${file}`);
  opened.push(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return database;
}
