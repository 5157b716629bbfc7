import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { openStorage } from '../storage/open.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { CommandError } from './report.ts';

/** Runs a command on the storage of the environment, brought up to date; closes it whatever happens. */
export async function withStorage(command: (storage: Storage, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const storage = await open(config.databaseUrl);
  try {
    await command(storage, config);
  } finally {
    await storage.close();
  }
}

async function open(url: string): Promise<Storage> {
  try {
    return await openStorage(url, { clock: systemClock, user: 'command' });
  } catch (error) {
    if (error instanceof StorageUnavailable) throw new CommandError(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The database ${url} can't be opened: ${reason}\nNothing was changed. DATABASE_URL says where it is; the file and its folder must be writable.`,
    );
  }
}
