import { existsSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { CommandError } from './report.ts';
import { say } from './terminal.ts';
import { withDatabase } from './with-database.ts';

/** `opsknight backup <file>`: the file appears when it is complete, never half, and never in the place of another. */
export async function backup(file: string): Promise<void> {
  if (existsSync(file)) throw exists(file);
  await withDatabase(async (database, { databaseUrl }) => {
    const partial = `${file}.${process.pid}.partial`;
    try {
      await database.backup(partial);
      await link(partial, file);
    } catch (error) {
      if (isTaken(error)) throw exists(file);
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(`The backup to ${file} failed: ${reason}\nThe database itself is unharmed.`);
    } finally {
      await rm(partial, { force: true });
    }
    say(`${databaseUrl} is copied to ${file}. To restore it, stop OpsKnight and put the copy in its place.`);
  });
}

function exists(file: string): CommandError {
  return new CommandError(`${file} exists already; nothing was copied. Choose another name.`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
