import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Period } from '../../src/insights/period.ts';
import type { Outcome } from '../../src/insights/store.ts';
import { Summing, timesOf } from '../../src/insights/summary.ts';
import type { SlaTargets } from '../../src/oncall/sla.ts';
import { runs } from '../runs.ts';

const PERIOD: Period = { from: 0, to: 200, step: 'day', starts: [0, 100] };
const OPENED: Outcome = {
  openedAt: 0,
  urgency: 'HIGH',
  serviceId: 1,
  acknowledgedAt: null,
  resolvedAt: null,
  hasMissed: false,
};
const BOTH: SlaTargets = { acknowledge: 5, resolve: 50 };

const summaryOf = (outcomes: Partial<Outcome>[], high: SlaTargets = BOTH) => {
  const summing = new Summing(PERIOD, (_, urgency) => (urgency === 'HIGH' ? high : {}));
  for (const outcome of outcomes) summing.add({ ...OPENED, ...outcome });
  return summing.summary();
};

test.each<[string, SlaTargets, Partial<Outcome>, 'kept' | 'missed' | 'undecided' | null]>([
  ['open', BOTH, {}, 'undecided'],
  ['acknowledged, with a target to resolve', BOTH, { acknowledgedAt: 1 }, 'undecided'],
  ['acknowledged, without one', { acknowledge: 5 }, { acknowledgedAt: 1 }, 'kept'],
  ['resolved', BOTH, { acknowledgedAt: 1, resolvedAt: 2 }, 'kept'],
  ['resolved, and never acknowledged', { acknowledge: 5 }, { resolvedAt: 2 }, 'kept'],
  ['missed, whatever came later', BOTH, { acknowledgedAt: 9, resolvedAt: 9, hasMissed: true }, 'missed'],
  ['missed before its target was dropped', {}, { hasMissed: true }, 'missed'],
  ['without a target', {}, { resolvedAt: 2 }, null],
])('the SLA of an incident that is %s', (_, targets, outcome, verdict) => {
  const counts = { kept: 0, missed: 0, undecided: 0 };
  const expected = verdict === null ? counts : { ...counts, [verdict]: 1 };
  expect(summaryOf([outcome], targets).all.sla).toEqual(expected);
});

test('numbers are added up over all, by part of the period, and by service, the busiest first', () => {
  const { all, parts, services } = summaryOf([
    { openedAt: 0, acknowledgedAt: 10, resolvedAt: 40 },
    { openedAt: 99, urgency: 'LOW', serviceId: 2, acknowledgedAt: 119 },
    { openedAt: 100, serviceId: 2 },
  ]);
  expect(all).toMatchObject({ incidents: 3, byUrgency: { HIGH: 2, MEDIUM: 0, LOW: 1 } });
  expect(all.acknowledge).toEqual({ mean: 15, median: 15, p90: 20 });
  expect(all.resolve).toEqual({ mean: 40, median: 40, p90: 40 });
  expect(parts.map(({ startsAt, incidents }) => [startsAt, incidents])).toEqual([
    [0, 2],
    [100, 1],
  ]);
  expect(parts[1]).toMatchObject({ acknowledge: null, resolve: null });
  expect(services.map(({ serviceId, incidents, perPart }) => [serviceId, incidents, perPart])).toEqual([
    [2, 2, [1, 1]],
    [1, 1, [1, 0]],
  ]);
});

test.each([
  [[7], { mean: 7, median: 7, p90: 7 }],
  [[30, 10], { mean: 20, median: 20, p90: 30 }],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 100], { mean: 14.5, median: 5.5, p90: 9 }],
])('of %j the times are %j', (durations, times) => {
  expect(timesOf(durations)).toEqual(times);
});

test('half of all take no longer than the median, and nine of ten no longer than the p90, in whatever order they come', () => {
  const durations = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(durations, (some) => {
      const times = timesOf(some);
      if (!times) throw new Error('there are some');
      const within = (limit: number) => some.filter((one) => one <= limit).length / some.length;
      expect(within(times.median)).toBeGreaterThanOrEqual(0.5);
      expect(within(times.p90)).toBeGreaterThanOrEqual(0.9);
      expect(some).toContain(times.p90);
      expect(times).toEqual(timesOf(some.toReversed()));
    }),
    runs(100),
  );
});
