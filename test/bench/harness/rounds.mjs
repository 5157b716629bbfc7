import { median } from './figures.mjs';

/** A machine that is busy, or a side that is slow, gets fewer rounds: the whole run is to end. */
const NO_NEW_ROUND_AFTER_MS = 15_000;

/**
 * Measures two sides in turn, and the one that begins changes from round to round.
 * @param {number} rounds At most.
 * @param {() => Promise<number>} ours
 * @param {() => Promise<number>} theirs
 */
export async function takeTurns(rounds, ours, theirs) {
  const values = { ours: [], theirs: [] };
  const start = performance.now();
  for (let round = 0; round < rounds && performance.now() - start < NO_NEW_ROUND_AFTER_MS; round++) {
    const turns = [
      [values.ours, ours],
      [values.theirs, theirs],
    ];
    for (const [list, measure] of round % 2 === 0 ? turns : turns.reverse()) list.push(await measure());
  }
  return values;
}

/** How long it takes, in milliseconds. */
export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How long one run takes, in milliseconds: half of them at most, since some are interrupted by other programs. */
export async function timeOf(runs, work) {
  const times = [];
  for (let run = 0; run < runs; run++) times.push(await timed(work));
  return median(times);
}
