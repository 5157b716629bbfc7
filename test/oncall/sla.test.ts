import { describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { dueAt, effectiveTargets, type Pause, type SlaStatus, slaStatus } from '../../src/oncall/sla.ts';

/** Minutes since the incident opened. */
const opened = 1_000_000;
const minute = (minutes: number) => opened + minutes * MINUTE;
const pause = (from: number, to: number | null): Pause => ({ from: minute(from), to: to === null ? null : minute(to) });

test('a service completes its targets from the defaults', () => {
  expect(effectiveTargets({ acknowledge: 5 }, { acknowledge: 10, resolve: 60 })).toEqual({
    acknowledge: 5,
    resolve: 60,
  });
  expect(effectiveTargets({}, {})).toEqual({});
});

describe('dueAt, for a target of 10 minutes', () => {
  test.each<[string, Pause[], ReturnType<typeof dueAt>]>([
    ['runs from the opening', [], { at: minute(10) }],
    ['a snooze moves it by its length', [pause(4, 34)], { at: minute(40) }],
    ['several add up', [pause(4, 34), pause(36, 37)], { at: minute(41) }],
    [
      'one that begins when the clock has already got there does not',
      [pause(4, 34), pause(40, 50)],
      { at: minute(40) },
    ],
    ['nor does one that begins at that very instant', [pause(10, 20)], { at: minute(10) }],
    ['a snooze that lasts stops it', [pause(2, 3), pause(7, null)], { at: null, remaining: 4 * MINUTE }],
    ['what was before the start does not count', [pause(-9, -3), pause(-2, 1)], { at: minute(11) }],
    ['nor does a snooze that was on by then', [pause(-2, null)], { at: null, remaining: 10 * MINUTE }],
    ['one that began too late does not', [pause(12, null)], { at: minute(10) }],
  ])('%s', (_, pauses, due) => {
    expect(dueAt({ startedAt: opened, pauses }, 10 * MINUTE)).toEqual(due);
  });
});

describe('slaStatus, for 5 minutes to acknowledge and an hour to resolve', () => {
  const targets = { acknowledge: 5 * MINUTE, resolve: HOUR };

  interface Case {
    name: string;
    now: number;
    acknowledged?: number;
    resolved?: number;
    pauses?: Pause[];
    acknowledge: SlaStatus;
    resolve: SlaStatus;
  }
  const met = (at: number): SlaStatus => ({ state: 'met', at: minute(at) });
  const due = (at: number, minutes: number): SlaStatus => ({
    state: 'due',
    at: minute(at),
    remaining: minutes * MINUTE,
  });
  const paused = (minutes: number): SlaStatus => ({ state: 'paused', remaining: minutes * MINUTE });
  const breached = (at: number): SlaStatus => ({ state: 'breached', at: minute(at) });

  test.each<Case>([
    { name: 'just opened', now: 0, acknowledge: due(5, 5), resolve: due(60, 60) },
    { name: 'breached at the target, not before', now: 5, acknowledge: breached(5), resolve: due(60, 55) },
    { name: 'acknowledged in time', now: 9, acknowledged: 3, acknowledge: met(3), resolve: due(60, 51) },
    { name: 'acknowledged at the last instant', now: 9, acknowledged: 5, acknowledge: met(5), resolve: due(60, 51) },
    { name: 'acknowledged too late', now: 9, acknowledged: 8, acknowledge: breached(5), resolve: due(60, 51) },
    { name: 'resolved without an acknowledgement', now: 9, resolved: 4, acknowledge: met(4), resolve: met(4) },
    { name: 'resolved too late', now: 99, acknowledged: 1, resolved: 61, acknowledge: met(1), resolve: breached(60) },
    { name: 'snoozed', now: 30, pauses: [pause(2, null)], acknowledge: paused(3), resolve: paused(58) },
    { name: 'awake again', now: 33, pauses: [pause(2, 32)], acknowledge: due(35, 2), resolve: due(90, 57) },
    {
      name: 'acknowledged out of a snooze',
      now: 99,
      acknowledged: 32,
      pauses: [pause(2, 32)],
      acknowledge: met(32),
      resolve: breached(90),
    },
    {
      name: 'a snooze after the acknowledgement moves only what is still open',
      now: 40,
      acknowledged: 3,
      pauses: [pause(4, null)],
      acknowledge: met(3),
      resolve: paused(56),
    },
    {
      name: 'a snooze after a breach does not undo it',
      now: 40,
      acknowledged: 39,
      pauses: [pause(6, 38)],
      acknowledge: breached(5),
      resolve: due(92, 52),
    },
    {
      name: 'resolved while snoozed',
      now: 40,
      resolved: 8,
      pauses: [pause(2, null)],
      acknowledge: met(8),
      resolve: met(8),
    },
  ])('$name', ({ now, acknowledged, resolved, pauses = [], acknowledge, resolve }) => {
    const progress = {
      startedAt: opened,
      pauses,
      acknowledgedAt: acknowledged === undefined ? null : minute(acknowledged),
      resolvedAt: resolved === undefined ? null : minute(resolved),
    };
    expect(slaStatus(targets, progress, minute(now))).toEqual({ acknowledge, resolve });
  });

  test('no target, no status', () => {
    const progress = { startedAt: opened, pauses: [], acknowledgedAt: null, resolvedAt: null };
    expect(slaStatus({}, progress, minute(99))).toEqual({ acknowledge: null, resolve: null });
  });
});
