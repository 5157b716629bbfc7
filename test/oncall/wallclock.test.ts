import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { DAY } from '../../src/lib/clock.ts';
import { parseLocalDateTime, parseTimeOfDay, wallReached, whenReached } from '../../src/oncall/wallclock.ts';
import { runs } from '../runs.ts';
import { iso, utc } from './support.ts';

describe('whenReached', () => {
  test.each([
    ['an ordinary time', 'Europe/Berlin', '2026-01-05T09:00', '2026-01-05T08:00Z'],
    ['a time that does not exist: the end of the hole', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:00Z'],
    ['the end of the hole itself', 'Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00Z'],
    ['a time that exists twice: the first', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30Z'],
    ['the beginning of the repeated hour: the first', 'Europe/Berlin', '2026-10-25T02:00', '2026-10-25T00:00Z'],
    ['the end of the repeated hour', 'Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00Z'],
    ['a hole of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30Z'],
    ['a repeated half hour', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45Z'],
  ])('%s', (_, timezone, local, instant) => {
    expect(iso(whenReached(timezone, parseLocalDateTime(local)))).toBe(instant);
  });
});

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
);
const instants = fc.integer({ min: utc('1990-01-01T00:00Z'), max: utc('2036-01-01T00:00Z') });

test('the two directions agree, and the wall clock is never put back', () => {
  fc.assert(
    fc.property(zones, instants, fc.integer({ min: -DAY, max: DAY }), (zone, t, shift) => {
      const wall = wallReached(zone, t) + shift;
      expect(wallReached(zone, t) >= wall).toBe(t >= whenReached(zone, wall));
      expect(wallReached(zone, t + Math.abs(shift))).toBeGreaterThanOrEqual(wallReached(zone, t));
    }),
    runs(200),
  );
});

test.each([
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
])('they agree around the change in %s at %s', (zone, change) => {
  const nearby = fc.integer({ min: -DAY, max: DAY });
  fc.assert(
    fc.property(nearby, nearby, (dt, dwall) => {
      const t = utc(change) + dt;
      const wall = wallReached(zone, utc(change)) + dwall;
      expect(wallReached(zone, t) >= wall).toBe(t >= whenReached(zone, wall));
    }),
    runs(),
  );
});

test('a zone is asked for its offset a few dozen times at most, and once only', () => {
  const offset = jest.spyOn(IANAZone.prototype, 'offset');
  const goThereAndBack = () => whenReached('Europe/Lisbon', wallReached('Europe/Lisbon', utc('2026-03-29T12:00Z')));
  try {
    goThereAndBack();
    expect(offset.mock.calls.length).toBeLessThan(50);
    offset.mockClear();
    goThereAndBack();
    expect(offset).not.toHaveBeenCalled();
  } finally {
    offset.mockRestore();
  }
});

test('an unknown zone is said', () => {
  expect(() => wallReached('Europe/Bärlin', 0)).toThrow(
    new RangeError('"Europe/Bärlin" is not a time zone such as Europe/Berlin'),
  );
  expect(() => whenReached('', 0)).toThrow(RangeError);
});

test.each([
  '2026-01-05',
  '2026-01-05 09:00',
  '2026-01-05T24:00',
  '2026-13-05T09:00',
  '2026-02-30T09:00',
  '2026-01-05T09:00Z',
  '',
])('"%s" is not a date and time', (text) => {
  expect(() => parseLocalDateTime(text)).toThrow(RangeError);
});

test('a time of day', () => {
  expect(parseTimeOfDay('00:00')).toBe(0);
  expect(parseTimeOfDay('23:59')).toBe(DAY - 60_000);
  for (const text of ['24:00', '9:00', '09:60', '0900', '']) expect(() => parseTimeOfDay(text)).toThrow(RangeError);
});
