import { median } from './figures.mjs';

/**
 * Measures two sides in turn, and the one that begins changes from round to round.
 * @param {number} rounds
 * @param {() => Promise<number>} ours
 * @param {() => Promise<number>} theirs
 */
export async function takeTurns(rounds, ours, theirs) {
  const values = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
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
