import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AlertRepeats, counted } from '../../src/incidents/repeats.ts';
import { DAY, HOUR } from '../../src/lib/clock.ts';
import { runs } from '../runs.ts';

const MONITOR = { kind: 'monitor', name: 'prometheus' } as const;
const START = Date.parse('2026-01-14T11:30:00Z');

test('of an alert that flaps for a month the last three days are kept by the hour', () => {
  let repeats: AlertRepeats | null = null;
  for (let at = START; at < START + 30 * DAY; at += HOUR / 4) {
    repeats = counted(repeats, { at, title: 'flapping', actor: MONITOR });
  }
  expect(repeats).toMatchObject({ firstAt: START, lastAt: START + 30 * DAY - HOUR / 4 });
  expect(repeats?.hours).toHaveLength(72);
  expect(JSON.stringify(repeats).length).toBeLessThan(4_000);
});

test('hours stay in order and are counted once, however the clock is set', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 70 * HOUR }), { minLength: 1 }), (times) => {
      const repeats = times.reduce<AlertRepeats | null>(
        (before, at) => counted(before, { at, title: 't', actor: MONITOR }),
        null,
      );
      const hours = repeats?.hours.map(({ hour }) => hour) ?? [];
      expect(hours).toEqual([...new Set(hours)].sort((a, b) => a - b));
      expect(repeats?.hours.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
    }),
    runs(),
  );
});
