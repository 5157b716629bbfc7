import { say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** Opening the database is what brings it up to date. */
export async function migrate(): Promise<void> {
  await withStorage(async (_storage, { databaseUrl }) => say(`The database ${databaseUrl} is up to date.`));
}
