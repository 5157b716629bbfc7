import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { applySettings } from '../../src/settings/apply.ts';
import { exportSettings } from '../../src/settings/export.ts';
import { type Database, openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { runs } from '../runs.ts';
import { temporaryFolder } from '../temporary.ts';
import { anyDocument } from './documents.ts';

let folder: string;
let database: Database;

beforeAll(() => {
  folder = temporaryFolder('round-trip');
  const file = join(folder, 'test.db');
  placeEmptyDatabase(file);
  database = openDatabase(`file:${file}`);
});

afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

test('whatever is applied to whatever was there, the export applies to no change', async () => {
  const writer = sqliteSettingsWriter(database);
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      const text = stringify(document);
      await applySettings(writer, text, { prune: true, dryRun: false });
      const again = await applySettings(writer, text, { prune: true, dryRun: true });
      const exported = exportSettings(await writer.read());
      const roundTrip = await applySettings(writer, exported, { prune: true, dryRun: true });
      expect({ again: again.changes, roundTrip: roundTrip.changes }).toEqual({ again: [], roundTrip: [] });
    }),
    runs(20),
  );
});
