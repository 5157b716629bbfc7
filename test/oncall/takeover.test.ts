import { expect, test } from '@jest/globals';
import { effectOf, onCallWithin } from '../../src/oncall/takeover.ts';
import type { Interval } from '../../src/oncall/types.ts';
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
