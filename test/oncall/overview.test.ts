import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOUR } from '../../src/lib/clock.ts';
import { callTo, type OnCallDirectory } from '../../src/oncall/call.ts';
import { overview, shiftsOf } from '../../src/oncall/overview.ts';
import { rehearse } from '../../src/oncall/rehearsal.ts';
import type { Layer, Override, Rotation } from '../../src/oncall/types.ts';
import { NO_REACH } from '../../src/people/contact.ts';
import { runs } from '../runs.ts';
import { ana, bob, cho, dev, iso, layer, override, schedule, utc, window } from './support.ts';

const people = [ana, bob, cho, dev].map((id) => ({
  id,
  name: `user ${id}`,
  email: `${id}@example.com`,
  active: id !== dev,
  connectionId: 1,
  obstacle: null,
  reach: NO_REACH,
}));

function directory(layers: Layer[], overrides: Override[] = []): OnCallDirectory {
  const schedules = [schedule('Europe/Berlin', layers, overrides)];
  return { users: people, groups: [], schedules, slackUserGroups: [] };
}

const daily = layer('2026-01-05T09:00', 'daily', [ana, bob]);

/** "2026-01-06T08:00Z bob", "… nobody" */
function lines(on: OnCallDirectory, at: string): string[] {
  const [only] = on.schedules;
  if (!only) return [];
  return overview(only, on, utc(at)).shifts.map(({ from, name }) => `${iso(from)} ${name ?? 'nobody'}`);
}

describe('an overview', () => {
  test('joins the turns of one person, over the change of the clocks as well', () => {
    const alone = directory(
      [layer('2026-01-05T09:00', 'daily', [ana])],
      [override('2026-03-28T12:00Z', '2026-03-29T12:00Z', bob)],
    );
    expect(lines(alone, '2026-03-28T00:00Z')).toEqual([
      '2026-03-28T00:00Z user 1',
      '2026-03-28T12:00Z user 2',
      '2026-03-29T12:00Z user 1',
    ]);
  });

  test('shows gaps, and no end of what lasts longer than it looks ahead', () => {
    const office = directory([layer('2026-01-05T09:00', 'weekly', [ana], window(['mon'], '09:00', '17:00'))]);
    expect(lines(office, '2026-01-05T12:00Z').slice(0, 3)).toEqual([
      '2026-01-05T12:00Z user 1',
      '2026-01-05T16:00Z nobody',
      '2026-01-12T08:00Z user 1',
    ]);
    const [only] = directory([]).schedules;
    expect(only && overview(only, directory([]), utc('2026-01-05T12:00Z')).shifts).toEqual([
      { name: null, from: utc('2026-01-05T12:00Z'), to: null },
    ]);
  });

  test('of a person is their shifts in all schedules', () => {
    const shifts = shiftsOf(bob, directory([daily]), utc('2026-01-06T12:00Z')).slice(0, 2);
    expect(shifts.map(({ from, to }) => [iso(from), to && iso(to)])).toEqual([
      ['2026-01-06T12:00Z', '2026-01-07T08:00Z'],
      ['2026-01-08T08:00Z', '2026-01-09T08:00Z'],
    ]);
  });
});

test('whoever is shown as on call is whoever is paged, at any time', () => {
  const rotation = fc.constantFrom<Rotation>('daily', 'weekly', '12h', '5h', '3d');
  const users = fc.array(fc.constantFrom(ana, bob, cho, dev), { minLength: 1, maxLength: 4 });
  const restrictions = fc.constantFrom(
    [],
    [window(null, '22:00', '06:00')],
    [window(['sat', 'sun'], '00:00', '00:00')],
  );
  const anyLayer = fc.record({ start: fc.constant('2026-03-01T09:00'), rotation, users, restrictions });
  const start = utc('2026-03-01T00:00Z');
  const hours = fc.integer({ min: 0, max: 60 * 24 });
  const anyOverride = fc
    .record({
      from: hours,
      length: fc.integer({ min: 1, max: 72 }),
      userId: fc.constantFrom(ana, dev),
      replaces: fc.constantFrom(null, bob),
    })
    .map(({ from, length, ...who }) => ({ ...who, from: start + from * HOUR, to: start + (from + length) * HOUR }));
  fc.assert(
    fc.property(
      fc.array(anyLayer, { maxLength: 3 }),
      fc.array(anyOverride, { maxLength: 3 }),
      hours,
      (layers, overrides, hour) => {
        const on = directory(layers, overrides);
        const [only] = on.schedules;
        if (!only) return false;
        const at = start + hour * HOUR;
        for (const { from, to, name } of overview(only, on, at).shifts.slice(0, 20)) {
          for (const t of [from, Math.floor((from + (to ?? from)) / 2), (to ?? from + 1) - 1]) {
            const { paged, gaps } = callTo([{ kind: 'schedule', name: only.name }], on, t);
            expect(name === null ? gaps : paged.map((page) => page.name)).toEqual([name ?? only.name]);
          }
        }
        return true;
      },
    ),
    runs(25),
  );
});

test('a rehearsal says every step with its time, across a hand-off and over a gap', () => {
  const on = directory([layer('2026-01-05T09:00', 'daily', [ana, bob], window(null, '09:00', '08:50'))]);
  const policy = {
    name: 'payments',
    repeat: 1,
    repeatAfter: null,
    urgencies: null,
    steps: [
      { after: 0, targets: [{ kind: 'schedule', name: 'primary' }] },
      { after: HOUR / 6, targets: [{ kind: 'channel', name: '#critical' }] },
    ],
  } as const;
  const steps = rehearse(policy, utc('2026-01-06T07:45Z'), on);
  expect(
    steps.map(
      ({ at, position, call }) =>
        `${iso(at)} ${position.cycle}.${position.step} ${[...call.paged.map(({ name }) => name), ...call.channels, ...call.gaps].join()}`,
    ),
  ).toEqual([
    '2026-01-06T07:45Z 0.0 user 1',
    '2026-01-06T07:55Z 0.1 #critical',
    '2026-01-06T08:05Z 1.0 user 2',
    '2026-01-06T08:15Z 1.1 #critical',
  ]);
});
