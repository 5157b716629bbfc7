import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isSecretOf, searchForSecrets } from '../leaks.ts';
import { until } from '../until.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type Environment = Record<string, string>;

/** The built app as its own process, as operators run it. */
export class AppProcess {
  private child: ChildProcess | null = null;
  private output = ''; // of the present run

  private address = '';

  constructor(private readonly environment: Environment) {}

  /** Where it answers, or did before it ended: each start may get it another port. */
  get url(): string {
    return this.address;
  }

  /** Starts it, and resolves when it answers HTTP (Slack may still be down). */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [CLI, 'start'], {
      env: bare(this.environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.output = '';
    this.address = await new Promise<string>((resolve, reject) => {
      const watch = (chunk: Buffer) => {
        this.output += chunk.toString();
        const url = /"url":"([^"]+)".*"OpsKnight is running"/.exec(this.output)?.[1];
        if (url !== undefined) resolve(url);
      };
      child.stdout?.on('data', watch);
      child.stderr?.on('data', watch);
      child.once('exit', (code) => reject(new Error(`the app ended with ${code}:\n${this.output}`)));
    });
  }

  /** Resolves when the app says that a click could be answered. */
  async ready(): Promise<void> {
    let says = '';
    const isReady = async () => {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      says = (await answer?.text()) ?? 'nothing';
      return answer?.ok === true;
    };
    await until(isReady, () => `the app did not become ready, it says ${says}\n${this.log}`);
  }

  /** Everything it has written so far. */
  get log(): string {
    return this.output;
  }

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it the way a power cut does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** @returns its exit code; null when it ended by the signal itself. */
  async stop(): Promise<number | null> {
    await this.end('SIGTERM');
    return this.child?.exitCode ?? null;
  }

  /** Asks it to stop, without waiting until it has. */
  askToStop(): void {
    this.child?.kill('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    isSecretOf(this.environment);
    searchForSecrets(this.output.split('\n'));
  }
}

/** Runs a command of the built CLI. */
export async function opsknight(
  environment: Environment,
  ...args: string[]
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [CLI, ...args], { env: bare(environment) });
}

/** Nothing of the machine's own environment but the way to programs. */
function bare(environment: Environment): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...environment };
}
