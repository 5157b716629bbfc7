import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { CommandError } from './report.ts';
import { say } from './terminal.ts';
import { withDatabase } from './with-database.ts';

/** `opsknight backup <file>`: the file appears when it is complete, never half. */
export async function backup(file: string): Promise<void> {
  if (existsSync(file)) throw new CommandError(`${file} exists already; nothing was copied. Choose another name.`);
  await withDatabase(async (database, { databaseUrl }) => {
    const partial = `${file}.partial`;
    try {
      await database.backup(partial);
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true });
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(`The backup to ${file} failed: ${reason}\nThe database itself is unharmed.`);
    }
    say(`${databaseUrl} is copied to ${file}. To restore it, stop OpsKnight and put the copy in its place.`);
  });
}
