import { type Config, readConfig } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { openStorage } from '../storage/open.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { thisMachine } from '../timekeeping/machine.ts';
import { Timekeeper } from '../timekeeping/timekeeper.ts';
import { CommandError } from './report.ts';

/**
 * Runs a command on the storage of the environment, brought up to date; closes it whatever happens. The storage goes by the
 * app's own clock, also while the wall clock was just set: timers and deadlines of incidents are by it.
 */
export async function withStorage(
  command: (storage: Storage, config: Config, clock: Clock) => Promise<void>,
): Promise<void> {
  const config = readConfig(process.env);
  const clock: Clock = { now: () => timekeeper.now() };
  const storage = await open(config.databaseUrl, clock);
  const timekeeper = Timekeeper.from(thisMachine(), await storage.clock.last());
  try {
    await command(storage, config, clock);
  } finally {
    await storage.close();
  }
}

async function open(url: string, clock: Clock): Promise<Storage> {
  try {
    return await openStorage(url, { clock, user: 'command' });
  } catch (error) {
    if (error instanceof StorageUnavailable) throw new CommandError(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The database ${url} can't be opened: ${reason}\nNothing was changed. DATABASE_URL says where it is; the file and its folder must be writable.`,
    );
  }
}
