import { exportSettings } from '../settings/export.ts';
import { sqliteSettingsWriter } from '../storage/sqlite/settings-writer.ts';
import { withDatabase } from './with-database.ts';

export async function exportToStdout(): Promise<void> {
  await withDatabase(async (database) => {
    process.stdout.write(exportSettings(await sqliteSettingsWriter(database).read()));
  });
}
