import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runs } from './runs.ts';

const never = new Promise<never>(() => {});

test('a property that fails says its seed and the smallest case so far, however long it takes to find a smaller one', async () => {
  let hasFailed = false;
  const property = fc.asyncProperty(fc.integer(), async () => {
    if (hasFailed) await never;
    hasFailed = true;
    throw new Error('broken');
  });
  await expect(fc.assert(property, runs(10, 1_000))).rejects.toThrow(
    /seed: -?\d+, path: [\s\S]*Counterexample: \[-?\d+\]/,
  );
});

test('a property that could not be tried often enough in its time is no success', async () => {
  let tried = 0;
  const property = fc.asyncProperty(fc.integer(), async () => {
    if (++tried > 1) await never;
  });
  await expect(fc.assert(property, runs(10, 1_000))).rejects.toThrow(/interrupted after 1 tests\s+\{ seed: -?\d+/);
});
