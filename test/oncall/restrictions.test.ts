import { describe, expect, test } from '@jest/globals';
import { DAY, MINUTE } from '../../src/lib/clock.ts';
import { onCallAt } from '../../src/oncall/schedule.ts';
import type { Restriction, Weekday } from '../../src/oncall/types.ts';
import { watchClock } from './minute-stepper.ts';
import { ana, bob, cho, everyone, layer, schedule, shiftLines, utc, window } from './support.ts';

const workdays: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

interface Case {
  name: string;
  restrictions: Restriction[];
  from: string;
  to: string;
  shifts: string[];
}

// 2026-03-27 and 2026-10-23 are Fridays; clocks in Berlin change on the Sunday after.
const cases: Case[] = [
  {
    name: 'office hours keep to the wall clock over the weekend that clocks go forward',
    restrictions: [window(workdays, '09:00', '17:00')],
    from: '2026-03-27T00:00Z',
    to: '2026-03-31T00:00Z',
    shifts: [
      '2026-03-27T00:00Z nobody',
      '2026-03-27T08:00Z ana',
      '2026-03-27T16:00Z nobody',
      '2026-03-30T07:00Z ana',
      '2026-03-30T15:00Z nobody',
    ],
  },
  {
    name: 'a night belongs to the day it begins on',
    restrictions: [window(['fri'], '18:00', '08:00')],
    from: '2026-10-23T00:00Z',
    to: '2026-10-26T00:00Z',
    shifts: ['2026-10-23T00:00Z nobody', '2026-10-23T16:00Z ana', '2026-10-24T06:00Z nobody'],
  },
  {
    name: 'the night in which clocks go back is an hour longer',
    restrictions: [window(['sat'], '18:00', '08:00')],
    from: '2026-10-24T00:00Z',
    to: '2026-10-26T00:00Z',
    shifts: ['2026-10-24T00:00Z nobody', '2026-10-24T16:00Z ana', '2026-10-25T07:00Z nobody'],
  },
  {
    name: 'until midnight',
    restrictions: [window(['fri'], '18:00', '00:00')],
    from: '2026-10-23T00:00Z',
    to: '2026-10-25T00:00Z',
    shifts: ['2026-10-23T00:00Z nobody', '2026-10-23T16:00Z ana', '2026-10-23T22:00Z nobody'],
  },
  {
    name: 'the same start and end is the whole day',
    restrictions: [window(['sat'], '09:00', '09:00')],
    from: '2026-10-23T00:00Z',
    to: '2026-10-26T00:00Z',
    shifts: ['2026-10-23T00:00Z nobody', '2026-10-23T22:00Z ana', '2026-10-24T22:00Z nobody'],
  },
  {
    name: 'a whole Sunday of 25 hours',
    restrictions: [window(['sun'], '00:00', '00:00')],
    from: '2026-10-24T00:00Z',
    to: '2026-10-27T00:00Z',
    shifts: ['2026-10-24T00:00Z nobody', '2026-10-24T22:00Z ana', '2026-10-25T23:00Z nobody'],
  },
  {
    name: 'the whole of every day is always',
    restrictions: [window(null, '09:00', '09:00')],
    from: '2026-10-23T00:00Z',
    to: '2026-10-27T00:00Z',
    shifts: ['2026-10-23T00:00Z ana'],
  },
  {
    name: 'a window that falls whole into the skipped hour is left out that day',
    restrictions: [window(null, '02:15', '02:45')],
    from: '2026-03-28T00:00Z',
    to: '2026-03-30T12:00Z',
    shifts: [
      '2026-03-28T00:00Z nobody',
      '2026-03-28T01:15Z ana',
      '2026-03-28T01:45Z nobody',
      '2026-03-30T00:15Z ana',
      '2026-03-30T00:45Z nobody',
    ],
  },
  {
    name: 'a window in the repeated hour opens once',
    restrictions: [window(null, '02:15', '02:45')],
    from: '2026-10-25T00:00Z',
    to: '2026-10-25T12:00Z',
    shifts: ['2026-10-25T00:00Z nobody', '2026-10-25T00:15Z ana', '2026-10-25T00:45Z nobody'],
  },
  {
    name: 'several windows add up: nights of workdays and whole weekends',
    restrictions: [window(workdays, '18:00', '08:00'), window(['sat', 'sun'], '00:00', '00:00')],
    from: '2026-03-27T12:00Z',
    to: '2026-03-31T00:00Z',
    shifts: ['2026-03-27T12:00Z nobody', '2026-03-27T17:00Z ana', '2026-03-29T22:00Z nobody', '2026-03-30T16:00Z ana'],
  },
  {
    name: 'a window on no day never opens',
    restrictions: [window([], '09:00', '17:00')],
    from: '2026-03-27T00:00Z',
    to: '2026-03-31T00:00Z',
    shifts: ['2026-03-27T00:00Z nobody'],
  },
];

describe('restrictions', () => {
  const restricted = (restrictions: Restriction[]) => layer('2026-01-05T09:00', 'daily', [ana], ...restrictions);

  test.each(cases)('$name', ({ restrictions, from, to, shifts }) => {
    expect(shiftLines(schedule('Europe/Berlin', [restricted(restrictions)]), from, to)).toEqual(shifts);
  });

  test.each(cases)('$name: the same by watching a clock', ({ restrictions, from, to }) => {
    const only = { ...restricted(restrictions), start: '2026-03-20T09:00' };
    const first = utc(from) - DAY;
    const watched = watchClock('Europe/Berlin', only, first, utc(to));
    const on = schedule('Europe/Berlin', [only]);
    expect(watched.map((_, i) => onCallAt(on, first + i * MINUTE, everyone).userId)).toEqual(watched);
  });

  test('the rotation goes on while a layer is closed: the weekend takes two turns', () => {
    const on = schedule('Europe/Berlin', [
      layer('2026-01-05T09:00', 'daily', [ana, bob, cho], window(workdays, '09:00', '17:00')),
    ]);
    expect(shiftLines(on, '2026-01-08T08:00Z', '2026-01-12T16:00Z')).toEqual([
      '2026-01-08T08:00Z ana',
      '2026-01-08T16:00Z nobody',
      '2026-01-09T08:00Z bob',
      '2026-01-09T16:00Z nobody',
      '2026-01-12T08:00Z bob',
    ]);
  });
});
