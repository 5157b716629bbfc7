import { say } from './terminal.ts';
import { withDatabase } from './with-database.ts';

/** Opening the database is what brings it up to date. */
export async function migrate(): Promise<void> {
  await withDatabase(async (_database, { databaseUrl }) => say(`The database ${databaseUrl} is up to date.`));
}
