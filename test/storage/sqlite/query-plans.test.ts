import { expect, test } from '@jest/globals';
import { HEADS, OLDEST } from '../../../src/storage/sqlite/lanes.ts';
import { NEW_CARDS } from '../../../src/storage/sqlite/storm-gathering.ts';
import { tempDatabase } from './temp-database.ts';

/** What SQLite does with the rows of `deliveries`. */
function plan(query: string, parameters: Record<string, unknown>): string[] {
  const { db } = tempDatabase();
  const steps = db.$client.prepare(`explain query plan ${query}`).all(parameters) as { detail: string }[];
  return steps.map(({ detail }) => detail).filter((detail) => /\b(deliveries|head)\b/.test(detail));
}

test('no step of picking the next delivery walks through the table', () => {
  const steps = [
    ...[HEADS, OLDEST].flatMap((query) => plan(query, { passed: '[]' })),
    ...plan(NEW_CARDS, { lane: 'a' }),
  ];
  expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  expect(steps).toContain('SEARCH deliveries USING INDEX deliveries_next (lane=? AND method=?)');
});
