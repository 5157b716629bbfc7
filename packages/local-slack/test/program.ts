import { accessSync, constants } from 'node:fs';
import { describe } from '@jest/globals';

/** Whether a path is of something that can be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A program that a suite needs, and what is said where it is not: in CI, and to everybody else. */
export interface Needed {
  path: string | undefined;
  lacking: string;
  advice: string;
}

/** A suite that needs a program: skipped, with one line that says so, where there is none; but not in CI. */
export function describeWith({ path, lacking, advice }: Needed, name: string, suite: () => void): void {
  if (path !== undefined) {
    describe(name, suite);
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(lacking);
  process.stderr.write(`Skipped “${name}”: ${advice}\n`);
  describe.skip(name, suite);
}
