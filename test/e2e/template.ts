import { copyFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opsknight } from './app-process.ts';
import { writeSettings } from './settings.ts';

/** Where every test process finds the furnished database, and the API key in it. */
const FILE = 'OPSKNIGHT_TEST_TEMPLATE';
const KEY = 'OPSKNIGHT_TEST_KEY';
/** Where they find one that is migrated and empty. */
const EMPTY = 'OPSKNIGHT_TEST_EMPTY';

export interface Template {
  databaseFile: string;
  apiKey: string;
}

/** Furnishes one database through the CLI, once for the whole run: most houses begin with a copy of it. */
export default async function furnishTemplate(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'opsknight-template-'));
  const databaseFile = join(folder, 'opsknight.db');
  const empty = join(folder, 'empty.db');
  process.env[EMPTY] = empty;
  await opsknight({ DATABASE_URL: `file:${empty}` }, 'migrate');
  process.env[FILE] = databaseFile;
  process.env[KEY] = await furnish(`file:${databaseFile}`, await writeSettings(folder));
}

/** What `furnishTemplate` has made. */
export function template(): Template {
  const [databaseFile, apiKey] = [process.env[FILE], process.env[KEY]];
  if (!databaseFile || !apiKey) throw new Error('the template was not furnished: is it the globalSetup of Jest?');
  return { databaseFile, apiKey };
}

/** Puts an empty database at a place: a copy of one that is migrated takes a tenth of the time. */
export function placeEmptyDatabase(file: string): void {
  const empty = process.env[EMPTY];
  if (!empty) throw new Error('the template was not furnished: is it the globalSetup of Jest?');
  copyFileSync(empty, file);
}

/** Applies a settings file and makes a key. @returns the key. */
export async function furnish(databaseUrl: string, settingsFile: string): Promise<string> {
  const environment = { DATABASE_URL: databaseUrl };
  await opsknight(environment, 'apply', settingsFile);
  const { stdout } = await opsknight(environment, 'keys', 'create', '--name', 'tests');
  return stdout.trim();
}
