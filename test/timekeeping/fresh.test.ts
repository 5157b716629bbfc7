import { expect, test } from '@jest/globals';
import { isFresh } from '../../src/lib/clock.ts';

test.each<[what: string, at: number, is: boolean]>([
  ['read just now', 1_000, true],
  ['read almost as long ago as it is believed', 901, true],
  ['read as long ago', 900, false],
  ['read in what is now the future, since the clock was set back', 1_001, false],
])('what was %s is fresh, or not', (_, at, is) => {
  expect(isFresh(at, 1_000, 100)).toBe(is);
});
