import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/lib/clock.ts';
import { actorName } from '../../../src/slack/cards/names.ts';
import { ago, dateAndTime } from '../../../src/slack/cards/time.ts';
import { duration, since } from '../../../src/words/time.ts';
import { bob, clock, jane, NOW, prometheus } from '../fixtures.ts';

describe('who did it', () => {
  it('is shown by name, and how we know them', () => {
    expect([jane, bob, prometheus, clock].map((actor) => actorName(actor))).toEqual([
      '@jane',
      '@bob via Slack',
      'prometheus',
      'OpsKnight',
    ]);
  });

  it('is never pinged, whatever the name', () => {
    const names = ['channel', 'Here', 'everyone', '<!channel>', '@here', 'hereward'];
    expect(names.map((name) => actorName({ ...jane, name }))).toEqual([
      '@\u200Bchannel',
      '@\u200BHere',
      '@\u200Beveryone',
      '@&lt;!channel&gt;',
      '@\u200Bhere',
      '@hereward',
    ]);
  });

  it('has a name even when Slack or the monitor gives none', () => {
    expect(actorName({ kind: 'monitor', name: ' ' })).toBe('a monitor');
    expect(actorName({ ...jane, name: '' })).toBe('@someone');
  });
});

describe('time', () => {
  it('is written as date tokens, with UTC for who knows none', () => {
    expect(ago(NOW)).toBe('<!date^1767603600^{ago}|2026-01-05 09:00 UTC>');
    expect(dateAndTime(NOW)).toBe('<!date^1767603600^{date_short_pretty} at {time}|2026-01-05 09:00 UTC>');
  });

  it.each([
    [30 * SECOND, 'less than a minute'],
    [-HOUR, 'less than a minute'],
    [12 * MINUTE, '12 min'],
    [HOUR, '1 h'],
    [2 * HOUR + 5 * MINUTE, '2 h 5 min'],
    [3 * DAY + 4 * HOUR + 59 * MINUTE, '3 d 4 h'],
    [30 * DAY, '30 d'],
  ])('of %d ms lasts %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('is counted back from now where there are no tokens', () => {
    expect([since(NOW - SECOND, NOW), since(NOW - 2 * MINUTE, NOW)]).toEqual(['just now', '2 min ago']);
  });
});
