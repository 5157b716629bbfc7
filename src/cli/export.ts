import { exportSettings } from '../settings/export.ts';
import { withStorage } from './with-storage.ts';

export async function exportToStdout(): Promise<void> {
  await withStorage(async (storage) => {
    process.stdout.write(exportSettings(await storage.settingsWriter.read()));
  });
}
