import { describe, expect, test } from '@jest/globals';
import { DAY, MINUTE } from '../../src/lib/clock.ts';
import { onCallAt } from '../../src/oncall/schedule.ts';
import type { Layer } from '../../src/oncall/types.ts';
import { watchClock } from './minute-stepper.ts';
import { ana, bob, cho, everyone, layer, schedule, shiftLines, utc } from './support.ts';

interface Case {
  name: string;
  timezone: string;
  layer: Layer;
  until: string;
  /** Worked out by hand from the zone's rules; the first one is the layer's start. */
  shifts: string[];
}

const team = [ana, bob, cho];

const cases: Case[] = [
  {
    name: 'daily at 09:00, clocks go forward in Berlin on 29 March',
    timezone: 'Europe/Berlin',
    layer: layer('2026-03-27T09:00', 'daily', team),
    until: '2026-03-31T07:00Z',
    shifts: ['2026-03-27T08:00Z ana', '2026-03-28T08:00Z bob', '2026-03-29T07:00Z cho', '2026-03-30T07:00Z ana'],
  },
  {
    name: 'daily at 09:00, clocks go back in Berlin on 25 October',
    timezone: 'Europe/Berlin',
    layer: layer('2026-10-23T09:00', 'daily', team),
    until: '2026-10-27T08:00Z',
    shifts: ['2026-10-23T07:00Z ana', '2026-10-24T07:00Z bob', '2026-10-25T08:00Z cho', '2026-10-26T08:00Z ana'],
  },
  {
    name: 'weekly on Monday at 09:00, clocks go forward in New York on 8 March',
    timezone: 'America/New_York',
    layer: layer('2026-03-02T09:00', 'weekly', team),
    until: '2026-03-23T13:00Z',
    shifts: ['2026-03-02T14:00Z ana', '2026-03-09T13:00Z bob', '2026-03-16T13:00Z cho'],
  },
  {
    name: 'every 3 days across the same change',
    timezone: 'America/New_York',
    layer: layer('2026-03-05T09:00', '3d', team),
    until: '2026-03-14T13:00Z',
    shifts: ['2026-03-05T14:00Z ana', '2026-03-08T13:00Z bob', '2026-03-11T13:00Z cho'],
  },
  {
    name: 'every 2 weeks, clocks go back in New York on 1 November',
    timezone: 'America/New_York',
    layer: layer('2026-10-19T09:00', '2w', team),
    until: '2026-11-30T14:00Z',
    shifts: ['2026-10-19T13:00Z ana', '2026-11-02T14:00Z bob', '2026-11-16T14:00Z cho'],
  },
  {
    name: 'an offset of 5:30',
    timezone: 'Asia/Kolkata',
    layer: layer('2026-01-05T09:00', 'daily', team),
    until: '2026-01-07T03:30Z',
    shifts: ['2026-01-05T03:30Z ana', '2026-01-06T03:30Z bob'],
  },
  {
    name: 'an offset of 5:45',
    timezone: 'Asia/Kathmandu',
    layer: layer('2026-01-05T09:00', 'daily', team),
    until: '2026-01-07T03:15Z',
    shifts: ['2026-01-05T03:15Z ana', '2026-01-06T03:15Z bob'],
  },
  {
    name: 'Lord Howe goes back by half an hour, on 5 April',
    timezone: 'Australia/Lord_Howe',
    layer: layer('2026-04-04T09:00', 'daily', team),
    until: '2026-04-06T22:30Z',
    shifts: ['2026-04-03T22:00Z ana', '2026-04-04T22:30Z bob', '2026-04-05T22:30Z cho'],
  },
  {
    name: 'Lord Howe goes forward by half an hour, on 4 October',
    timezone: 'Australia/Lord_Howe',
    layer: layer('2026-10-03T09:00', 'daily', team),
    until: '2026-10-05T22:00Z',
    shifts: ['2026-10-02T22:30Z ana', '2026-10-03T22:00Z bob', '2026-10-04T22:00Z cho'],
  },
  {
    name: 'a hand-off at the end of the half hour that Lord Howe repeats',
    timezone: 'Australia/Lord_Howe',
    layer: layer('2026-04-04T02:00', 'daily', team),
    until: '2026-04-06T15:30Z',
    shifts: ['2026-04-03T15:00Z ana', '2026-04-04T15:30Z bob', '2026-04-05T15:30Z cho'],
  },
  {
    name: '12 hours, day stays day when clocks go forward',
    timezone: 'Europe/Berlin',
    layer: layer('2026-03-28T09:00', '12h', [ana, bob]),
    until: '2026-03-30T07:00Z',
    shifts: ['2026-03-28T08:00Z ana', '2026-03-28T20:00Z bob', '2026-03-29T07:00Z ana', '2026-03-29T19:00Z bob'],
  },
  {
    name: '12 hours, day stays day when clocks go back',
    timezone: 'Europe/Berlin',
    layer: layer('2026-10-24T09:00', '12h', [ana, bob]),
    until: '2026-10-26T08:00Z',
    shifts: ['2026-10-24T07:00Z ana', '2026-10-24T19:00Z bob', '2026-10-25T08:00Z ana', '2026-10-25T20:00Z bob'],
  },
  {
    name: '5 hours, which do not divide a day: 18:00, 23:00, 04:00, 09:00',
    timezone: 'Europe/Berlin',
    layer: layer('2026-03-28T18:00', '5h', team),
    until: '2026-03-29T12:00Z',
    shifts: ['2026-03-28T17:00Z ana', '2026-03-28T22:00Z bob', '2026-03-29T02:00Z cho', '2026-03-29T07:00Z ana'],
  },
  {
    name: 'a turn that falls whole into the skipped hour is empty',
    timezone: 'Europe/Berlin',
    layer: layer('2026-03-29T00:00', '1h', team),
    until: '2026-03-29T03:00Z',
    shifts: ['2026-03-28T23:00Z ana', '2026-03-29T00:00Z bob', '2026-03-29T01:00Z ana', '2026-03-29T02:00Z bob'],
  },
  {
    name: 'a turn that is the repeated hour is served twice over',
    timezone: 'Europe/Berlin',
    layer: layer('2026-10-25T00:00', '1h', team),
    until: '2026-10-25T03:00Z',
    shifts: ['2026-10-24T22:00Z ana', '2026-10-24T23:00Z bob', '2026-10-25T00:00Z cho', '2026-10-25T02:00Z ana'],
  },
  {
    name: 'a hand-off at 02:30 that does not exist moves to 03:00',
    timezone: 'Europe/Berlin',
    layer: layer('2026-03-28T02:30', 'daily', team),
    until: '2026-03-31T00:30Z',
    shifts: ['2026-03-28T01:30Z ana', '2026-03-29T01:00Z bob', '2026-03-30T00:30Z cho'],
  },
  {
    name: 'a hand-off at 02:30 that exists twice is the first one',
    timezone: 'Europe/Berlin',
    layer: layer('2026-10-24T02:30', 'daily', team),
    until: '2026-10-27T01:30Z',
    shifts: ['2026-10-24T00:30Z ana', '2026-10-25T00:30Z bob', '2026-10-26T01:30Z cho'],
  },
  {
    name: 'midnight',
    timezone: 'Asia/Tokyo',
    layer: layer('2026-01-05T00:00', 'daily', team),
    until: '2026-01-06T15:00Z',
    shifts: ['2026-01-04T15:00Z ana', '2026-01-05T15:00Z bob'],
  },
  {
    name: 'a midnight that does not exist, in São Paulo',
    timezone: 'America/Sao_Paulo',
    layer: layer('2018-11-03T00:00', 'daily', team),
    until: '2018-11-06T02:00Z',
    shifts: ['2018-11-03T03:00Z ana', '2018-11-04T03:00Z bob', '2018-11-05T02:00Z cho'],
  },
  {
    name: 'clocks go back at midnight in São Paulo: the new day begins an hour later',
    timezone: 'America/Sao_Paulo',
    layer: layer('2018-02-17T00:00', 'daily', team),
    until: '2018-02-20T03:00Z',
    shifts: ['2018-02-17T02:00Z ana', '2018-02-18T03:00Z bob', '2018-02-19T03:00Z cho'],
  },
  {
    name: 'a midnight that does not exist, in Cairo',
    timezone: 'Africa/Cairo',
    layer: layer('2026-04-23T00:00', 'daily', team),
    until: '2026-04-25T21:00Z',
    shifts: ['2026-04-22T22:00Z ana', '2026-04-23T22:00Z bob', '2026-04-24T21:00Z cho'],
  },
  {
    name: 'clocks go back at midnight in Cairo',
    timezone: 'Africa/Cairo',
    layer: layer('2026-10-29T00:00', 'daily', team),
    until: '2026-10-31T22:00Z',
    shifts: ['2026-10-28T21:00Z ana', '2026-10-29T22:00Z bob', '2026-10-30T22:00Z cho'],
  },
  {
    name: 'a whole day that does not exist: Samoa crosses the date line',
    timezone: 'Pacific/Apia',
    layer: layer('2011-12-29T09:00', 'daily', team),
    until: '2011-12-31T19:00Z',
    shifts: ['2011-12-29T19:00Z ana', '2011-12-30T10:00Z bob', '2011-12-30T19:00Z cho'],
  },
];

describe('hand-offs happen at the same wall-clock time', () => {
  test.each(cases)('$name', ({ timezone, layer: only, until, shifts }) => {
    const start = shifts[0]?.slice(0, 17) ?? '';
    expect(shiftLines(schedule(timezone, [only]), start, until)).toEqual(shifts);
  });

  test.each(cases)(
    '$name: the same, minute by minute, by watching a clock',
    ({ timezone, layer: only, shifts, until }) => {
      const from = utc(shifts[0]?.slice(0, 17) ?? '') - 2 * DAY;
      const watched = watchClock(timezone, only, from, utc(until));
      const computed = watched.map((_, i) => onCallAt(schedule(timezone, [only]), from + i * MINUTE, everyone).userId);
      expect(computed).toEqual(watched);
    },
  );
});

test('nobody is on call before the start, to the millisecond', () => {
  const berlin = schedule('Europe/Berlin', [layer('2026-01-05T09:00', 'weekly', team)]);
  expect(onCallAt(berlin, utc('2026-01-05T08:00Z') - 1, everyone)).toEqual({ userId: null });
  expect(onCallAt(berlin, utc('2026-01-05T08:00Z'), everyone)).toEqual({
    userId: ana,
    turnOf: ana,
    source: { kind: 'layer', index: 0 },
  });
});
