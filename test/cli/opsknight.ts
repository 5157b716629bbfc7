import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from '@jest/globals';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

export interface Result {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A folder in which an operator runs the built CLI; the database is in it too. */
export class OperatorsFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'opsknight-cli-'));

  constructor() {
    folders.push(this.path);
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.path, file), content);
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  /** Runs `opsknight <args>` with nothing of this machine's environment but PATH. */
  opsknight(args: string[], environment: Record<string, string> = {}): Result {
    const env = { PATH: process.env['PATH'], ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: this.path, env });
    return { exitCode: status, stdout: stdout.toString(), stderr: stderr.toString() };
  }
}

/** No trace of a stack, whatever went wrong. */
export const STACK_TRACE = /^\s+at .+:\d+/m;
