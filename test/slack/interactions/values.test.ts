import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import { incidentValue, readIncidentValue } from '../../../src/slack/interactions/interaction.ts';
import { readPageValue } from '../../../src/slack/interactions/places.ts';
import { linkValue, readLinkValue, type Wanted } from '../../../src/slack/interactions/refusal.ts';
import { readSnoozeValue, SNOOZE_MENU, snoozeValue } from '../../../src/slack/interactions/snooze.ts';

describe('what buttons and menus carry', () => {
  it('is the incident', () => {
    expect(incidentValue(42)).toBe('42');
    expect(readIncidentValue('42')).toBe(42);
  });

  it('is the incident and for how long to snooze it', () => {
    expect(SNOOZE_MENU.map(({ key }) => readSnoozeValue(snoozeValue(42, key)))).toEqual(
      [15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, null].map((ms) => ({ number: 42, ms })),
    );
  });

  it('is the page to turn to', () => {
    expect(readPageValue('3')).toBe(3);
  });

  it('is what somebody wanted whom nobody knew', () => {
    const wanted: Wanted[] = [
      { kind: 'request', id: 7 },
      { kind: 'resolve', number: 42 },
      { kind: 'snooze', number: 42 },
      { kind: 'create', title: 'a:b\nrequest:1' },
      { kind: 'create', title: '' },
      { kind: 'override' },
    ];
    expect(wanted.map((one) => readLinkValue(linkValue(one)))).toEqual(wanted);
    expect(linkValue({ kind: 'create', title: '🔥'.repeat(3_000) }).length).toBeLessThanOrEqual(2_000);
    expect([linkValue(null), '', 'request:', 'request:0', 'drop:1', undefined].map(readLinkValue)).toEqual(
      Array(6).fill(null),
    );
  });

  it('is refused when it is not ours', () => {
    expect(['', 'x', '0', '-1', '42x', undefined].map(readIncidentValue)).toEqual(Array(6).fill(null));
    expect(['42', '42:', '42:2h', ':15m', 'x:15m', undefined].map(readSnoozeValue)).toEqual(Array(6).fill(null));
    expect(['', '0', '-1', 'x', undefined].map(readPageValue)).toEqual(Array(5).fill(1));
  });
});
