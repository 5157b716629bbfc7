import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Absence, afterAbsence, type Heard, missedAt } from '../../src/heartbeats/heartbeat.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { runs } from '../runs.ts';

const every = 10 * MINUTE;
const grace = MINUTE;
const beating = (beatAt: number): Heard => ({ beatAt, allowed: 0, isExcused: false, isMissed: false });

/** When a heartbeat that came at 0, every 10 minutes and up to one late, is missed; in minutes. */
function missedAfter(...absences: [from: number, to: number][]): number {
  const heard = absences.reduce(
    (before, [from, to]) => afterAbsence({ every, grace }, before, { from: from * MINUTE, to: to * MINUTE }),
    beating(0),
  );
  return missedAt({ every, grace }, heard) / MINUTE;
}

test.each<[what: string, absences: [number, number][], missedAfter: number]>([
  ['the app was always there', [], 11],
  ['a restart between two beats: its time does not count', [[2, 3]], 12],
  [
    'two of them',
    [
      [2, 3],
      [5, 6],
    ],
    13,
  ],
  ['absent when a beat may have come: there is time for the next one', [[8, 10]], 21],
  ['absent for many beats', [[5, 125]], 136],
  [
    'absent again at the wrong moment: there is no third chance',
    [
      [9, 10],
      [19, 21],
    ],
    23,
  ],
  ['absent only after it was due: it is missed', [[12, 90]], 11],
  ['absent since before its last beat: only what came after it counts', [[-5, 1]], 12],
  ['a clock that shows nothing new', [[5, 5]], 11],
])('%s', (_, absences, expected) => {
  expect(missedAfter(...absences)).toBe(expected);
});

test('what is missed stays missed, however long the app was away', () => {
  const missed = { ...beating(0), isMissed: true };
  expect(afterAbsence({ every, grace }, missed, { from: HOUR, to: 2 * HOUR })).toEqual(missed);
});

/** Absences between which at least one beat is heard. */
const absences = fc
  .array(fc.record({ up: fc.integer({ min: 25, max: 60 }), down: fc.integer({ min: 1, max: 200 }) }), { maxLength: 6 })
  .map((spans) => {
    const result: Absence[] = [];
    let at = 0;
    for (const { up, down } of spans) {
      result.push({ from: (at + up) * MINUTE, to: (at + up + down) * MINUTE });
      at += up + down;
    }
    return result;
  });

test('a sender that beats as it should is never missed, whenever the app was away', () => {
  fc.assert(
    fc.property(
      absences,
      fc.array(fc.integer({ min: 0.92 * every, max: every }), { minLength: 20, maxLength: 60 }),
      (away, waits) => {
        let heard = beating(0);
        let at = 0;
        let told = 0;
        const tell = (until: number) => {
          for (const absence of away.slice(told).filter(({ to }) => to <= until)) {
            // Whoever looks just before, and just after it.
            expect(missedAt({ every, grace }, heard)).toBeGreaterThan(absence.from);
            heard = afterAbsence({ every, grace }, heard, absence);
            told += 1;
          }
        };
        for (const wait of waits) {
          at += wait;
          tell(at);
          if (away.some(({ from, to }) => from <= at && at < to)) continue;
          expect(missedAt({ every, grace }, heard)).toBeGreaterThanOrEqual(at);
          heard = beating(at);
        }
      },
    ),
    runs(200),
  );
});

test('a sender that is dead is found out after two periods in which the app was there, however often it was restarted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ up: fc.integer({ min: 0, max: 30 }), down: fc.integer({ min: 0, max: 200 }) }), {
        maxLength: 20,
      }),
      (spans) => {
        let heard = beating(0);
        let at = 0;
        let up = 0;
        for (const span of spans) {
          const from = at + span.up * MINUTE;
          if (missedAt({ every, grace }, heard) <= from) return; // found out
          up += span.up * MINUTE;
          at = from + span.down * MINUTE;
          heard = afterAbsence({ every, grace }, heard, { from, to: at });
        }
        expect(missedAt({ every, grace }, heard) - at + up).toBeLessThanOrEqual(2 * (every + grace));
      },
    ),
    runs(200),
  );
});
