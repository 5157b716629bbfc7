import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { formatDuration, MAX_DURATION, parseDuration } from '../../src/settings/duration.ts';
import { runs } from '../runs.ts';

test.each([
  ['0s', 0],
  ['90s', 90 * SECOND],
  ['5m', 5 * MINUTE],
  ['1h30m', 90 * MINUTE],
  ['12h', 12 * HOUR],
  ['365d', 365 * DAY],
])('%s is a duration', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '5', 'm', '5 m', '-5m', '1.5h', '5M', '30m1h', '366d', '5m5m'])('"%s" is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('a formatted duration reads back as the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_DURATION / SECOND }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * SECOND))).toBe(seconds * SECOND);
    }),
    runs(),
  );
});
