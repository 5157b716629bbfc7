import { describe, expect, test } from '@jest/globals';
import { endOf, MAX_DAYS, type Period, partOf, periodBetween, recentPeriod } from '../../src/insights/period.ts';
import { HOUR } from '../../src/lib/clock.ts';

const ZONE = 'Europe/Berlin';
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
const partsOf = (period: Period | { problem: string }) => {
  if ('problem' in period) throw new Error(period.problem);
  return period;
};

describe('the last', () => {
  const NOW = Date.UTC(2026, 0, 14, 11, 30);

  test.each([
    ['24h', 'hour', 24, '2026-01-13T12:00:00.000Z', '2026-01-14T12:00:00.000Z'],
    ['7d', 'day', 7, '2026-01-07T23:00:00.000Z', '2026-01-14T23:00:00.000Z'],
    ['30d', 'day', 30, '2025-12-15T23:00:00.000Z', '2026-01-14T23:00:00.000Z'],
    ['90d', 'week', 14, '2025-10-16T22:00:00.000Z', '2026-01-14T23:00:00.000Z'],
  ] as const)('%s are shown by the %s', (range, step, count, from, to) => {
    const period = recentPeriod(range, ZONE, NOW);
    expect([period.step, period.starts.length, iso(period.from), iso(period.to)]).toEqual([step, count, from, to]);
    expect(period.starts[0]).toBe(period.from);
    expect(endOf(period, count - 1)).toBe(period.to);
  });

  test('weeks begin on Monday at midnight where the reader is, but for the first, which begins with the range', () => {
    const { starts } = recentPeriod('90d', ZONE, NOW);
    expect(starts.slice(0, 3).map(iso)).toEqual([
      '2025-10-16T22:00:00.000Z',
      '2025-10-19T22:00:00.000Z',
      '2025-10-26T23:00:00.000Z',
    ]);
  });
});

describe('from day to day', () => {
  test('both days are in it, and hours are hours where the clocks change', () => {
    const { starts, step } = partsOf(periodBetween('2026-03-29', '2026-03-29', ZONE));
    expect([step, starts.length]).toEqual(['hour', 23]);
    const autumn = partsOf(periodBetween('2026-10-25', '2026-10-25', ZONE));
    expect(autumn.starts).toHaveLength(25);
    expect(autumn.to - autumn.from).toBe(25 * HOUR);
  });

  test.each([
    ['2026-01-01', '2026-01-31', 'day', 31],
    ['2026-01-01', '2026-03-31', 'week', 14],
    ['2025-01-01', '2026-01-01', 'week', 53],
  ])('%s to %s is shown by the %s', (first, last, step, count) => {
    const period = partsOf(periodBetween(first, last, ZONE));
    expect([period.step, period.starts.length]).toEqual([step, count]);
  });

  test.each([
    ['', '2026-01-01', /from which day/],
    ['2026-01-01', '2026-13-01', /from which day/],
    ['yesterday', 'today', /from which day/],
    ['2026-01-02', '2026-01-01', /before the first/],
    ['2024-01-01', '2026-01-01', new RegExp(`at most ${MAX_DAYS}`)],
  ])('%j to %j is refused, with the reason', (first, last, words) => {
    expect(periodBetween(first, last, ZONE)).toEqual({ problem: expect.stringMatching(words) });
  });
});

test('a moment is in the last part that has begun', () => {
  const period: Period = { from: 0, to: 40, step: 'hour', starts: [0, 10, 20, 30] };
  const parts = [0, 9, 10, 19, 29, 30, 39].map((at) => partOf(period, at));
  expect(parts).toEqual([0, 0, 1, 1, 2, 3, 3]);
});
