import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../results/', import.meta.url));

const WIDTHS = [46, 18, 18, 24, 8, 4];

export const heading = () => line(['', 'ours', 'against', 'ratio or difference', 'target', '']);

/** A row as people read it: medians, and the quarters around the median of what counts. */
export function describe({ what, unit, ours, theirs, by, result, target, met }) {
  const { median, low, high } = result;
  const sign = by === 'ratio' ? '×' : by === 'difference' && median >= 0 ? '+' : '';
  const spread = low === high ? '' : ` (${number(low)}–${number(high)})`;
  return line([
    what,
    value(ours.median, unit),
    theirs ? value(theirs.median, unit) : '',
    by === 'value' ? spread.trim() : `${sign}${number(median)}${by === 'difference' ? ` ${unit}` : ''}${spread}`,
    target ? (target.atLeast === undefined ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`) : '',
    target ? (met ? 'yes' : 'NO') : '',
  ]);
}

/** @returns the file it is in. */
export function writeResults(results) {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${results.startedAt.replaceAll(':', '-').slice(0, 19)}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

function line(cells) {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[index])))
    .join(' ')
    .trimEnd();
}

function value(amount, unit) {
  return `${number(amount)}${unit.startsWith('/') ? unit : ` ${unit}`}`;
}

function number(amount) {
  const digits = Math.abs(amount) >= 100 ? 0 : Math.abs(amount) >= 10 ? 1 : 2;
  return amount.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
