import { type Config, readConfig } from '../config.ts';
import { AS_COMMAND, type Database, openDatabase } from '../storage/sqlite/database.ts';
import { CommandError } from './report.ts';

/** Runs a command on the database of the environment, brought up to date; closes it whatever happens. */
export async function withDatabase(command: (database: Database, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const database = open(config.databaseUrl);
  try {
    await command(database, config);
  } finally {
    database.close();
  }
}

function open(url: string): Database {
  try {
    return openDatabase(url, AS_COMMAND);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The database ${url} can't be opened: ${reason}\nNothing was changed. DATABASE_URL says where it is; the file and its folder must be writable.`,
    );
  }
}
