import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OUTPUT_KEPT = 20_000;
const running = new Set();
const folders = new Set();

// However this process ends, it leaves nothing behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** A folder of its own in the system's temporary folder; it goes with this process at the latest. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'opsknight-bench-'));
  folders.add(folder);
  return {
    folder,
    remove() {
      folders.delete(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A program that runs beside this one, with nothing of this one's environment but the way to programs. One that talks is a
 * script of Node's, and takes messages.
 */
export class Program {
  output = '';

  constructor(command, args, environment = {}, { talks = false } = {}) {
    this.child = spawn(command, args, {
      env: { PATH: process.env.PATH, TMPDIR: tmpdir(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(talks ? ['ipc'] : [])],
    });
    running.add(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk) => {
        this.output = (this.output + chunk).slice(-OUTPUT_KEPT);
        this.child.emit('output');
      });
    }
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.output += error.message;
        resolve(null);
      });
      this.child.once('exit', resolve);
    });
    this.ended.then(() => {
      running.delete(this.child);
      this.child.emit('output');
    });
  }

  get pid() {
    return this.child.pid;
  }

  /** Resolves with the match once it has written that; rejects when it ends first. */
  async says(pattern) {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found;
      if (!running.has(this.child)) throw new Error(`${this.child.spawnfile} has ended:\n${this.output}`);
      await once(this.child, 'output');
    }
  }

  async stop() {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when the address answers with success. */
export async function answers(url) {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    if (performance.now() > deadline) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
