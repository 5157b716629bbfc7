import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differencesBetween } from '../../src/oncall/differences.ts';
import { startAt, startForTurnOf, timeOf, turnOf, weekdayOf } from '../../src/oncall/layer-start.ts';
import { onCallAt } from '../../src/oncall/schedule.ts';
import { effectOf, onCallWithin } from '../../src/oncall/takeover.ts';
import type { Interval } from '../../src/oncall/types.ts';
import { wallReached } from '../../src/oncall/wallclock.ts';
import { runs } from '../runs.ts';
import { allBut, ana, bob, cho, everyone, iso, layer, override, schedule, utc } from './support.ts';

/** Ana and Bob by turns, a day each, from nine to nine in UTC; Ana begins. */
const DAILY = schedule('UTC', [layer('2026-01-05T09:00', 'daily', [ana, bob])]);
const OFFICE = schedule('UTC', []);

function shown(span: Interval | null): string {
  return span ? `${iso(span.from)} ${iso(span.to)}` : 'nothing';
}

const NOW = utc('2026-01-05T09:00Z');

test.each([
  [
    'the whole of it',
    DAILY,
    override('2026-01-05T10:00Z', '2026-01-05T12:00Z', bob),
    '2026-01-05T10:00Z 2026-01-05T12:00Z',
  ],
  ['what is theirs anyway is no effect', DAILY, override('2026-01-05T10:00Z', '2026-01-05T12:00Z', ana), 'nothing'],
  ['a part', DAILY, override('2026-01-06T07:00Z', '2026-01-06T12:00Z', bob), '2026-01-06T07:00Z 2026-01-06T09:00Z'],
  ['a gap', OFFICE, override('2026-01-05T10:00Z', '2026-01-05T12:00Z', ana), '2026-01-05T10:00Z 2026-01-05T12:00Z'],
  ['what is over counts no more', DAILY, override('2026-01-05T08:00Z', '2026-01-05T09:00Z', cho), 'nothing'],
  [
    'from now on',
    DAILY,
    override('2026-01-05T08:00Z', '2026-01-05T10:00Z', cho),
    '2026-01-05T09:00Z 2026-01-05T10:00Z',
  ],
  [
    'only the turns of one',
    DAILY,
    override('2026-01-05T10:00Z', '2026-01-08T10:00Z', cho, bob),
    '2026-01-06T09:00Z 2026-01-08T10:00Z',
  ],
  [
    'the turns of somebody who has none',
    DAILY,
    override('2026-01-05T10:00Z', '2026-01-05T12:00Z', cho, bob),
    'nothing',
  ],
])('what an override changes: %s', (_, on, made, expected) => {
  expect(shown(effectOf(made, on, NOW, everyone))).toBe(expected);
});

test('somebody who is disabled changes nothing', () => {
  const made = override('2026-01-05T10:00Z', '2026-01-05T12:00Z', cho);
  expect(effectOf(made, DAILY, NOW, allBut(cho))).toBeNull();
});

test('a very long override of very many turns is looked through in bounded time', () => {
  const hourly = schedule('UTC', [layer('2026-01-05T09:00', '1h', [ana, bob])]);
  const made = override('2026-01-05T10:00Z', '2126-01-05T12:00Z', ana);
  expect(effectOf(made, hourly, NOW, everyone)).toMatchObject({ from: utc('2026-01-05T10:00Z') });
});

test.each([
  [ana, '2026-01-05T10:00Z', '2026-01-05T12:00Z', '2026-01-05T10:00Z 2026-01-05T12:00Z'],
  [ana, '2026-01-05T10:00Z', '2026-01-06T12:00Z', '2026-01-05T10:00Z 2026-01-06T09:00Z'],
  [bob, '2026-01-05T10:00Z', '2026-01-05T12:00Z', 'nothing'],
  [bob, '2026-01-05T10:00Z', '2026-01-06T10:00Z', '2026-01-06T09:00Z 2026-01-06T10:00Z'],
])('when %s is on call from %s to %s', (who, from, to, expected) => {
  expect(shown(onCallWithin(who, DAILY, { from: utc(from), to: utc(to) }, everyone))).toBe(expected);
});

const AROUND_DST = { from: utc('2026-10-20T00:00Z'), to: utc('2026-11-03T00:00Z') };
const moments = fc.integer({ min: AROUND_DST.from, max: AROUND_DST.to });
const rotations = fc.constantFrom('daily' as const, 'weekly' as const, '12h' as const, '5h' as const, '3d' as const);

test('whoever is chosen has the turn that is going on, also when the clocks change, and hand-offs stay at their times', () => {
  fc.assert(
    fc.property(
      moments,
      rotations,
      fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      fc.nat(),
      (t, rotation, users, pick) => {
        const chosen = users[pick % users.length] ?? 0;
        const made = layer('2026-10-21T09:00', rotation, users);
        const wall = wallReached('Europe/Berlin', t);
        const start = startForTurnOf(made, wall, chosen);
        const moved = schedule('Europe/Berlin', [{ ...made, start }]);
        expect(onCallAt(moved, t, everyone).userId).toBe(chosen);
        expect(turnOf({ ...made, start }, wall)).toBe(chosen);
        const others = differencesBetween(
          moved,
          schedule('Europe/Berlin', [{ ...made, users: [99], start }]),
          { from: t, to: t + 1 },
          everyone,
        );
        expect(others).toEqual([{ from: t, to: t + 1, was: chosen, is: 99 }]);
      },
    ),
    runs(200),
  );
});

test('a hand-off moves to another time of day, and to the next such weekday', () => {
  const start = startAt('2026-01-05T09:00', { time: '08:30', weekday: 'wed' });
  expect(start).toBe('2026-01-07T08:30');
  expect([timeOf(start), weekdayOf(start)]).toEqual(['08:30', 'wed']);
  expect(startAt('2026-01-05T09:00', { time: '17:00', weekday: null })).toBe('2026-01-05T17:00');
  expect(startAt('2026-01-05T09:00', { time: '09:00', weekday: 'mon' })).toBe('2026-01-05T09:00');
});

test('where two versions of a schedule differ is where somebody else is on call, and nowhere else', () => {
  const before = schedule('UTC', [layer('2026-01-05T09:00', 'daily', [ana, bob])]);
  const after = schedule('UTC', [layer('2026-01-05T09:00', 'daily', [ana, cho])]);
  const span = { from: utc('2026-01-05T09:00Z'), to: utc('2026-01-09T09:00Z') };
  const found = differencesBetween(before, after, span, everyone);
  expect(found.map((one) => `${shown(one)} ${one.was} ${one.is}`)).toEqual([
    `2026-01-06T09:00Z 2026-01-07T09:00Z ${bob} ${cho}`,
    `2026-01-08T09:00Z 2026-01-09T09:00Z ${bob} ${cho}`,
  ]);
  expect(differencesBetween(before, before, span, everyone)).toEqual([]);
});
