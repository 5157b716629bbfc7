import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './figures.mjs';

const SYNCS = 100;
const PAGE = Buffer.alloc(4096);
/** What `/proc` counts in: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS_PER_SECOND = 100;

/** What the figures depend on. */
export function machine() {
  const [{ model }] = cpus();
  return { processors: cpus().length, model, node: process.version, load: loadavg()[0], fsyncMs: fsyncTime() };
}

/** What it costs to have one page on disk here: the least that a durable answer takes. */
function fsyncTime() {
  const folder = mkdtempSync(join(tmpdir(), 'opsknight-bench-'));
  const file = openSync(join(folder, 'pages'), 'w');
  const times = Array.from({ length: SYNCS }, () => {
    writeSync(file, PAGE);
    const start = performance.now();
    fsyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}

/** Seconds of processor time that a process has used; null where nobody says. */
export function processorTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}
