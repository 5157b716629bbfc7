import type fc from 'fast-check';

/** Ten times the runs take ten times as long: `testTimeout` in jest.config.js grows with them, and stays above this. */
const LIMIT_MS = 120_000;

const deeper = Number(process.env['RUNS'] ?? 1);
const seed = process.env['SEED'];
const path = process.env['CASE'];

/**
 * How a property is tried: `usual` times, enough to notice at every `npm test`. `RUNS=10 npm run jest -- …` digs ten times
 * deeper, and `SEED=… CASE=… npm run jest -- …` tries what a failure has printed as its seed and path. A failure names its
 * seed and its smallest case in any event: the search for a smaller one ends before the test's own time does.
 */
export function runs<Case>(usual = 100, limitMs = LIMIT_MS): fc.Parameters<Case> {
  return {
    numRuns: Math.max(1, Math.round(usual * deeper)),
    // Its successor, a plugin, has a type that fits no property.
    interruptAfterTimeLimit: limitMs * Math.max(1, deeper),
    markInterruptAsFailure: true,
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(path !== undefined && { path }),
  };
}
