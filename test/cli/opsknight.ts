import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opsknight } from '../../src/cli/program.ts';
import { afterThisTest } from '../after-this-test.ts';
import { temporaryFolder } from '../temporary.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Result {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A folder in which an operator runs commands; the database is in it too. */
export class OperatorsFolder {
  readonly path = temporaryFolder('cli');

  constructor() {
    afterThisTest(() => rmSync(this.path, { recursive: true }));
  }

  write(file: string, content: string | Buffer): void {
    writeFileSync(join(this.path, file), content);
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  /** Runs `opsknight <args>` in this process, which is given back as it was. */
  async opsknight(args: string[], environment: Record<string, string> = {}): Promise<Result> {
    const { env, exitCode } = process;
    const elsewhere = process.cwd();
    const stdout = listenTo(process.stdout);
    const stderr = listenTo(process.stderr);
    try {
      process.chdir(this.path);
      process.env = bare(environment);
      process.exitCode = undefined;
      await opsknight().parseAsync(args, { from: 'user' });
      return { exitCode: Number(process.exitCode ?? 0), stdout: stdout.heard(), stderr: stderr.heard() };
    } finally {
      process.exitCode = exitCode;
      process.env = env;
      process.chdir(elsewhere);
      stdout.stop();
      stderr.stop();
    }
  }

  /** Runs the built `opsknight <args>` as the process that it is for operators. */
  spawn(args: string[], environment: Record<string, string> = {}): Result {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: this.path,
      env: bare(environment),
    });
    return { exitCode: status, stdout: stdout.toString(), stderr: stderr.toString() };
  }
}

/** Nothing of this machine's environment but PATH. */
function bare(environment: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...environment };
}

/** Keeps what is written instead of writing it. */
function listenTo(stream: NodeJS.WriteStream) {
  const { write } = stream;
  let heard = '';
  stream.write = (chunk: string | Uint8Array) => {
    heard += chunk.toString();
    return true;
  };
  return {
    heard: () => heard,
    stop() {
      stream.write = write;
    },
  };
}

/** No trace of a stack, whatever went wrong. */
export const STACK_TRACE = /^\s+at .+:\d+/m;
