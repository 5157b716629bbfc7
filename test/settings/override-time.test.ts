import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { readOverrideTime, writeOverrideTime } from '../../src/settings/override-time.ts';
import { runs } from '../runs.ts';

const BERLIN = 'Europe/Berlin';

test.each([
  ['an ordinary time', BERLIN, '2026-01-07T11:30Z', '2026-01-07T12:30'],
  ['the hour before the clocks are put back', BERLIN, '2026-10-25T00:30Z', '2026-10-25T02:30'],
  ['that hour for the second time', BERLIN, '2026-10-25T01:30Z', '2026-10-25T02:30+01:00'],
  ['half an hour of it', 'Australia/Lord_Howe', '2026-04-04T15:10Z', '2026-04-05T01:40+10:30'],
  ['west of Greenwich', 'America/New_York', '2026-11-01T06:15Z', '2026-11-01T01:15-05:00'],
  ['seconds', 'UTC', '2026-01-07T11:30:30Z', '2026-01-07T11:30:30+00:00'],
])('%s is written so that it reads back', (_, timezone, instant, text) => {
  expect(writeOverrideTime(Date.parse(instant), timezone)).toBe(text);
  expect(readOverrideTime(text, timezone)).toBe(Date.parse(instant));
});

test.each(['2026-02-30T09:00Z', '2026-01-07T09:00+25:00', '2026-01-07T25:00Z', '2026-01-07', 'soon'])(
  '%s is refused',
  (text) => expect(() => readOverrideTime(text, BERLIN)).toThrow(RangeError),
);

test('every instant reads back as itself, in every zone, also around a change of the clocks', () => {
  const zone = fc.constantFrom(
    BERLIN,
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Pacific/Apia',
    'UTC',
  );
  const change = fc.constantFrom(
    Date.UTC(2026, 9, 25, 1),
    Date.UTC(2026, 2, 29, 1),
    Date.UTC(2026, 10, 1, 6),
    Date.UTC(2026, 3, 4, 15),
    Date.UTC(2011, 11, 30, 10),
  );
  const near = fc.tuple(change, fc.integer({ min: -2 * HOUR, max: 2 * HOUR })).map(([at, by]) => at + by);
  const at = fc.oneof(
    near,
    near.map((t) => t - (t % MINUTE)),
    fc.integer({ min: 0, max: Date.UTC(2286, 0) }),
  );
  fc.assert(
    fc.property(zone, at, (timezone, t) => readOverrideTime(writeOverrideTime(t, timezone), timezone) === t),
    runs(),
  );
});
