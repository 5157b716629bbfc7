import { expect, test } from '@jest/globals';
import type { WeekCount } from '../../src/insights/store.ts';
import { summarise, weekStarts } from '../../src/insights/summary.ts';

const NOTHING = { acknowledged: 0, acknowledgeMs: 0, resolved: 0, resolveMs: 0, breached: 0 };
const count = (some: Partial<WeekCount>): WeekCount => ({
  week: 0,
  urgency: 'HIGH',
  serviceId: 1,
  incidents: 1,
  ...NOTHING,
  ...some,
});
const onlyHigh = (_: number | null, urgency: string) => urgency === 'HIGH';

test('the SLA is kept by those incidents with a target that have missed none', () => {
  const counts = [
    count({ incidents: 4, breached: 1 }),
    count({ week: 1, incidents: 2 }),
    count({ urgency: 'LOW', incidents: 50 }),
  ];
  const { all, weeks } = summarise(counts, [0, 1], onlyHigh);
  expect(all.slaKept).toBeCloseTo(5 / 6);
  expect(weeks.map(({ slaKept }) => slaKept)).toEqual([3 / 4, 1]);
});

test('a miss counts also after its target was dropped, and without any target there is nothing to keep', () => {
  expect(summarise([count({ urgency: 'LOW', incidents: 5, breached: 2 })], [0], onlyHigh).all.slaKept).toBe(0);
  expect(summarise([count({ urgency: 'LOW', incidents: 5 })], [0], onlyHigh).all.slaKept).toBeNull();
});

test('times are averaged over those incidents that have them', () => {
  const counts = [
    count({ incidents: 3, acknowledged: 2, acknowledgeMs: 60_000 }),
    count({ serviceId: 2, acknowledged: 1, acknowledgeMs: 60_000, resolved: 1, resolveMs: 90_000 }),
  ];
  const { all, services } = summarise(counts, [0], onlyHigh);
  expect(all).toMatchObject({ incidents: 4, mtta: 40_000, mttr: 90_000 });
  expect(services.map(({ serviceId, incidents }) => [serviceId, incidents])).toEqual([
    [1, 3],
    [2, 1],
  ]);
});

test('weeks begin on Monday at midnight where the reader is, also when the clocks change in between', () => {
  const now = Date.UTC(2026, 2, 31, 12);
  const starts = weekStarts(now, 'Europe/Berlin', 2);
  expect(starts.map((start) => new Date(start).toISOString())).toEqual([
    '2026-03-22T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
});
