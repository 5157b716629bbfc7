import Sequencer from '@jest/test-sequencer';

/** How far into the others, of all of them, the last one that waits begins: by then the rest is short. */
const SPREAD = 0.7;

/**
 * Tests that start processes or browsers mostly wait for them, the others mostly compute. Those that wait are spread over the
 * run, the longest first, so that there is something to compute at any time.
 */
export default class Spread extends Sequencer {
  sort(tests) {
    const longestFirst = super.sort(tests);
    const waiting = longestFirst.filter(({ path }) => waits(path));
    const others = longestFirst.filter(({ path }) => !waits(path));
    const each = (others.length * SPREAD) / Math.max(1, waiting.length);
    const woven = waiting.flatMap((test, index) => [
      test,
      ...others.slice(Math.round(index * each), Math.round((index + 1) * each)),
    ]);
    return [...woven, ...others.slice(Math.round(waiting.length * each))];
  }
}

function waits(path) {
  return /\/test\/(?:e2e|browser)\//.test(path);
}
