import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../dist/store/sqlite/database.js';

/** Milliseconds that one run takes, on average. */
export async function timeOf(runs, work) {
  for (let run = 0; run < runs / 10; run++) await work(); // warming up
  const start = performance.now();
  for (let run = 0; run < runs; run++) await work();
  return (performance.now() - start) / runs;
}

/** Ratios within one run are comparable between machines; the times beside them are not. */
export function report(what, ratio, times) {
  process.stdout.write(`${what.padEnd(52)} x ${ratio.toFixed(2).padStart(7)}   (${times})\n`);
}

export function temporaryFile() {
  const folder = mkdtempSync(join(tmpdir(), 'opsknight-bench-'));
  return { url: `file:${join(folder, 'bench.db')}`, remove: () => rmSync(folder, { recursive: true }) };
}

export function temporaryDatabase() {
  const { url, remove } = temporaryFile();
  const database = openDatabase(url);
  return {
    database,
    close() {
      database.close();
      remove();
    },
  };
}
