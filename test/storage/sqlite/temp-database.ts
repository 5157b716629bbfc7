import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../src/storage/sqlite/database.ts';
import { afterThisTest } from '../../after-this-test.ts';
import { placeEmptyDatabase } from '../../e2e/template.ts';
import { temporaryFolder } from '../../temporary.ts';

/** A new database on a real file, gone after the test. */
export function tempDatabase(): Database {
  const folder = temporaryFolder('store');
  const file = join(folder, 'test.db');
  placeEmptyDatabase(file);
  const database = openDatabase(`file:${file}`);
  afterThisTest(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return database;
}
