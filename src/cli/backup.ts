import { existsSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { CommandError } from './report.ts';
import { say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight backup <file>`: the file appears when it is complete, never half, and never in the place of another. */
export async function backup(file: string): Promise<void> {
  if (existsSync(file)) throw exists(file);
  await withStorage(async (storage, { databaseUrl }) => {
    const copyTo = storage.backup;
    if (copyTo === null) {
      throw new CommandError(`${databaseUrl} is backed up with the tools of its own engine; nothing was copied.`);
    }
    const partial = `${file}.${process.pid}.partial`;
    try {
      await copyTo(partial);
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
