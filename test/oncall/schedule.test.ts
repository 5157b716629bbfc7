import { describe, expect, jest, test } from '@jest/globals';
import { IANAZone } from 'luxon';
import { nextChange, onCallAt } from '../../src/oncall/schedule.ts';
import type { Rotation } from '../../src/oncall/types.ts';
import {
  allBut,
  ana,
  bob,
  cho,
  dev,
  everyone,
  iso,
  layer,
  override,
  schedule,
  shiftLines,
  utc,
  whoAt,
  window,
} from './support.ts';

// Hand-offs at 09:00 in Berlin, which is 08:00Z in January. 2026-01-05 is a Monday.
const daily = layer('2026-01-05T09:00', 'daily', [ana, bob, cho]);

describe('layers', () => {
  test('the last one that covers an instant wins; what it leaves open belongs to the ones before', () => {
    const nights = layer('2026-01-06T00:00', 'daily', [dev], window(null, '22:00', '06:00'));
    expect(shiftLines(schedule('Europe/Berlin', [daily, nights]), '2026-01-05T08:00Z', '2026-01-08T08:00Z')).toEqual([
      '2026-01-05T08:00Z ana',
      // The night of the 5th began before the layer's start; the layer comes in at midnight.
      '2026-01-05T23:00Z dev',
      '2026-01-06T05:00Z ana',
      '2026-01-06T08:00Z bob',
      '2026-01-06T21:00Z dev',
      '2026-01-07T05:00Z bob',
      '2026-01-07T08:00Z cho',
      '2026-01-07T21:00Z dev',
      '2026-01-08T05:00Z cho',
    ]);
  });

  test('a shift says which layer it comes from', () => {
    const on = schedule('Europe/Berlin', [daily, layer('2026-01-06T09:00', 'daily', [dev])]);
    expect(onCallAt(on, utc('2026-01-06T12:00Z'), everyone)).toEqual({
      userId: dev,
      turnOf: dev,
      source: { kind: 'layer', index: 1 },
    });
  });

  test('consecutive turns of one person are one shift', () => {
    const on = schedule('Europe/Berlin', [layer('2026-01-05T09:00', 'daily', [ana, ana, bob])]);
    expect(shiftLines(on, '2026-01-05T08:00Z', '2026-01-09T08:00Z')).toEqual([
      '2026-01-05T08:00Z ana',
      '2026-01-07T08:00Z bob',
      '2026-01-08T08:00Z ana',
    ]);
  });

  test.each([
    ['no layers', schedule('Europe/Berlin', [])],
    ['a layer without people', schedule('Europe/Berlin', [layer('2026-01-05T09:00', 'daily', [])])],
  ])('%s: a gap', (_, on) => {
    expect(shiftLines(on, '2026-01-05T08:00Z', '2026-01-09T08:00Z')).toEqual(['2026-01-05T08:00Z nobody']);
  });
});

describe('disabled people', () => {
  const on = schedule('Europe/Berlin', [daily]);

  test('their turn passes to the next in the rotation, the turns of the others stay', () => {
    expect(shiftLines(on, '2026-01-05T08:00Z', '2026-01-11T08:00Z', allBut(bob))).toEqual([
      '2026-01-05T08:00Z ana',
      '2026-01-06T08:00Z cho',
      '2026-01-07T08:00Z cho',
      '2026-01-08T08:00Z ana',
      '2026-01-09T08:00Z cho',
      '2026-01-10T08:00Z cho',
    ]);
  });

  test('the shift still says whose turn it is', () => {
    expect(onCallAt(on, utc('2026-01-06T12:00Z'), allBut(bob))).toMatchObject({ userId: cho, turnOf: bob });
  });

  test('it passes on from the last to the first, and over several', () => {
    expect(whoAt(on, '2026-01-07T12:00Z', allBut(cho))).toBe('ana');
    expect(whoAt(on, '2026-01-06T12:00Z', allBut(bob, cho))).toBe('ana');
  });

  test('a layer whose people are all disabled covers nothing: the one before answers, or nobody', () => {
    const on2 = schedule('Europe/Berlin', [daily, layer('2026-01-05T09:00', 'daily', [dev])]);
    expect(whoAt(on2, '2026-01-06T12:00Z', allBut(dev))).toBe('bob');
    expect(whoAt(on, '2026-01-06T12:00Z', allBut(ana, bob, cho))).toBe('nobody');
  });
});

describe('overrides', () => {
  const from = '2026-01-05T08:00Z';
  const to = '2026-01-08T08:00Z';
  const office = layer('2026-01-05T09:00', 'daily', [ana, bob, cho], window(null, '09:00', '17:00'));

  test('win over layers and cover gaps, to the millisecond', () => {
    const on = schedule('Europe/Berlin', [office], [override('2026-01-05T12:00Z', '2026-01-06T12:00Z', dev)]);
    expect(shiftLines(on, from, '2026-01-06T17:00Z')).toEqual([
      '2026-01-05T08:00Z ana',
      '2026-01-05T12:00Z dev',
      '2026-01-06T12:00Z bob',
      '2026-01-06T16:00Z nobody',
    ]);
    expect(onCallAt(on, utc('2026-01-05T12:00Z') - 1, everyone)).toMatchObject({ userId: ana });
    expect(onCallAt(on, utc('2026-01-06T12:00Z') - 1, everyone)).toMatchObject({ userId: dev });
  });

  test('work on a schedule without layers', () => {
    const on = schedule('Europe/Berlin', [], [override('2026-01-05T12:00Z', '2026-01-06T12:00Z', dev)]);
    expect(shiftLines(on, from, to)).toEqual([
      '2026-01-05T08:00Z nobody',
      '2026-01-05T12:00Z dev',
      '2026-01-06T12:00Z nobody',
    ]);
  });

  test('"dev replaces bob" takes only the turns of bob, and no gaps', () => {
    const on = schedule('Europe/Berlin', [office], [override(from, to, dev, bob)]);
    expect(shiftLines(on, from, to)).toEqual([
      '2026-01-05T08:00Z ana',
      '2026-01-05T16:00Z nobody',
      '2026-01-06T08:00Z dev',
      '2026-01-06T16:00Z nobody',
      '2026-01-07T08:00Z cho',
      '2026-01-07T16:00Z nobody',
    ]);
    expect(onCallAt(on, utc('2026-01-06T12:00Z'), everyone)).toEqual({
      userId: dev,
      turnOf: bob,
      source: { kind: 'override', override: on.overrides[0] },
    });
  });

  test.each([
    ['the one made last wins', [override(from, to, dev), override(from, to, cho)], 'cho'],
    ['whoever took over can be replaced in turn', [override(from, to, dev, bob), override(from, to, cho, dev)], 'cho'],
    ['a replacement can be corrected', [override(from, to, dev, bob), override(from, to, cho, bob)], 'cho'],
    [
      'a replacement does not touch what is no longer a turn',
      [override(from, to, dev), override(from, to, cho, bob)],
      'dev',
    ],
  ])('%s', (_, overrides, who) => {
    expect(whoAt(schedule('Europe/Berlin', [daily], overrides), '2026-01-06T12:00Z')).toBe(who);
  });

  test('two people swap turns', () => {
    const overrides = [
      override('2026-01-05T08:00Z', '2026-01-06T08:00Z', bob, ana),
      override('2026-01-06T08:00Z', '2026-01-07T08:00Z', ana, bob),
    ];
    expect(shiftLines(schedule('Europe/Berlin', [daily], overrides), from, to)).toEqual([
      '2026-01-05T08:00Z bob',
      '2026-01-06T08:00Z ana',
      '2026-01-07T08:00Z cho',
    ]);
  });

  test('one whose person is disabled is passed over', () => {
    const on = schedule('Europe/Berlin', [daily], [override(from, to, cho), override(from, to, dev)]);
    expect(whoAt(on, '2026-01-06T12:00Z', allBut(dev))).toBe('cho');
    expect(whoAt(on, '2026-01-06T12:00Z', allBut(dev, cho))).toBe('bob');
  });

  test('the turn of a disabled person can be replaced all the same', () => {
    const on = schedule('Europe/Berlin', [daily], [override(from, to, dev, bob)]);
    expect(whoAt(on, '2026-01-06T12:00Z', allBut(bob))).toBe('dev');
  });
});

describe('nextChange', () => {
  const on = schedule('Europe/Berlin', [daily], [override('2026-01-05T12:00Z', '2026-01-06T12:00Z', dev)]);

  test.each([
    ['the start', '2026-01-01T00:00Z', '2026-01-05T08:00Z'],
    ['the beginning of an override', '2026-01-05T08:00Z', '2026-01-05T12:00Z'],
    ['a hand-off, though an override hides it', '2026-01-05T12:00Z', '2026-01-06T08:00Z'],
    ['the end of an override', '2026-01-06T08:00Z', '2026-01-06T12:00Z'],
  ])('%s', (_, after, change) => {
    expect(iso(nextChange(on, utc(after)))).toBe(change);
  });

  test('is never, where nothing is planned', () => {
    expect(nextChange(schedule('Europe/Berlin', []), 0)).toBe(Infinity);
  });
});

test('an empty or backward stretch of time has no shifts', () => {
  const on = schedule('Europe/Berlin', [daily]);
  expect(shiftLines(on, '2026-01-06T00:00Z', '2026-01-06T00:00Z')).toEqual([]);
  expect(shiftLines(on, '2026-01-06T00:00Z', '2026-01-05T00:00Z')).toEqual([]);
});

test('half a century of hourly turns is no work', () => {
  const offset = jest.spyOn(IANAZone.prototype, 'offset');
  try {
    const hourly = schedule('Europe/Berlin', [layer('1975-01-01T00:00', '1h', [ana, bob, cho])]);
    // 447,073 hours on the wall, which is 1 more than a multiple of three.
    expect(whoAt(hourly, '2026-01-01T00:00Z')).toBe('bob');
    expect(offset.mock.calls.length).toBeLessThan(100);
  } finally {
    offset.mockRestore();
  }
});

test.each(['hourly', '0h', '-3d', '1.5h', '12', '1m', 'h', '99999h'])('"%s" is not a rotation', (text) => {
  const on = schedule('Europe/Berlin', [layer('2026-01-05T09:00', text as Rotation, [ana])]);
  expect(() => whoAt(on, '2026-01-06T00:00Z')).toThrow(
    new RangeError(`"${text}" is not a rotation: write daily, weekly, or a length such as 12h, 3d or 2w`),
  );
});
