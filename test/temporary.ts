import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory instead of a disk, where there is such a place: few tests are about the disk. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A new folder; whoever makes it removes it. */
export function temporaryFolder(what: string): string {
  return mkdtempSync(join(TEMPORARY, `opsknight-${what}-`));
}
