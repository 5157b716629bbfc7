import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/lib/clock.ts';
import { onCallAt } from '../../src/oncall/schedule.ts';
import { shiftsBetween } from '../../src/oncall/shifts.ts';
import { type Layer, type OnCall, type Override, type Schedule, type Shift, WEEKDAYS } from '../../src/oncall/types.ts';
import { runs } from '../runs.ts';
import { watchSchedule } from './minute-stepper.ts';
import { allBut, ana, bob, cho, dev, everyone, utc } from './support.ts';

/** Zones together with an instant at which their clocks change: a fortnight around it is where mistakes live. */
const changes = fc.constantFrom(
  { timezone: 'Europe/Berlin', change: utc('2026-03-29T01:00Z') },
  { timezone: 'Europe/Berlin', change: utc('2026-10-25T01:00Z') },
  { timezone: 'America/New_York', change: utc('2026-11-01T06:00Z') },
  { timezone: 'America/Sao_Paulo', change: utc('2018-11-04T03:00Z') },
  { timezone: 'Africa/Cairo', change: utc('2026-10-29T21:00Z') },
  { timezone: 'Australia/Lord_Howe', change: utc('2026-04-04T15:00Z') },
  { timezone: 'Australia/Lord_Howe', change: utc('2026-10-03T15:30Z') },
  { timezone: 'Asia/Kathmandu', change: utc('2026-03-29T01:00Z') },
  { timezone: 'Pacific/Apia', change: utc('2011-12-30T10:00Z') },
);

const user = fc.constantFrom(ana, bob, cho, dev);
const timeOfDay = fc
  .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 0, 15, 30) })
  .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

const restriction = fc.record({
  weekdays: fc.option(fc.subarray([...WEEKDAYS]), { nil: null }),
  from: timeOfDay,
  to: timeOfDay,
});

/** Starts up to ten days before the change, or three after. */
const layerNear = (change: number): fc.Arbitrary<Layer> =>
  fc.record({
    start: fc
      .tuple(fc.integer({ min: -10, max: 3 }), timeOfDay)
      .map(([days, time]) => `${new Date(change + days * DAY).toISOString().slice(0, 10)}T${time}`),
    rotation: fc.constantFrom<Layer['rotation'][]>('daily', 'weekly', '1h', '5h', '12h', '36h', '3d'),
    users: fc.array(user, { minLength: 1, maxLength: 4 }),
    restrictions: fc.array(restriction, { maxLength: 2 }),
  });

const overrideNear = (change: number): fc.Arbitrary<Override> =>
  fc
    .record({
      from: fc.integer({ min: -7 * 24 * 60, max: 7 * 24 * 60 }).map((minutes) => change + minutes * MINUTE),
      length: fc.integer({ min: 1, max: 4 * 24 * 60 }),
      userId: user,
      replaces: fc.option(user, { nil: null }),
    })
    .map(({ length, ...rest }) => ({ ...rest, to: rest.from + length * MINUTE }));

interface Scene {
  schedule: Schedule;
  from: number;
  to: number;
}

const scenes: fc.Arbitrary<Scene> = changes.chain(({ timezone, change }) =>
  fc.record({
    schedule: fc.record({
      name: fc.constant('primary'),
      timezone: fc.constant(timezone),
      layers: fc.array(layerNear(change), { maxLength: 3 }),
      overrides: fc.array(overrideNear(change), { maxLength: 3 }),
    }),
    from: fc.integer({ min: -6 * 24 * 60, max: 0 }).map((minutes) => change + minutes * MINUTE),
    to: fc.integer({ min: 1, max: 6 * 24 * 60 }).map((minutes) => change + minutes * MINUTE),
  }),
);

const somebodyDisabled = fc.subarray([ana, bob, cho, dev]).map((users) => allBut(...users));

/** Every quarter of an hour, where an instant and the one before it are looked at. */
function* instants({ from, to }: Scene): Generator<number> {
  for (let t = from; t < to; t += 15 * MINUTE) {
    yield t;
    if (t > from) yield t - 1;
  }
}

test('shifts tile the time asked for, without overlap or gap', () => {
  fc.assert(
    fc.property(scenes, somebodyDisabled, ({ schedule, from, to }, isActive) => {
      const shifts = shiftsBetween(schedule, from, to, isActive);
      expect(shifts.map((shift) => shift.from)).toEqual([from, ...shifts.slice(0, -1).map((shift) => shift.to)]);
      expect(shifts.at(-1)?.to).toBe(to);
      for (const shift of shifts) expect(shift.to).toBeGreaterThan(shift.from);
    }),
    runs(),
  );
});

test('what is displayed is what is paged', () => {
  fc.assert(
    fc.property(scenes, somebodyDisabled, (scene, isActive) => {
      const shifts = shiftsBetween(scene.schedule, scene.from, scene.to, isActive);
      for (const t of instants(scene)) {
        const shown = shifts.find((shift) => shift.from <= t && t < shift.to);
        if (!same(onCallAt(scene.schedule, t, isActive), withoutTimes(shown))) throw new Error(`differs at ${t}`);
      }
    }),
    runs(8),
  );
});

test('the same list comes out whether asked for at once or in two parts', () => {
  fc.assert(
    fc.property(scenes, fc.double({ min: 0, max: 1, noNaN: true }), ({ schedule, from, to }, part) => {
      const middle = Math.round(from + (to - from) * part);
      const cut = shiftsBetween(schedule, from, to, everyone).flatMap((shift) =>
        shift.from < middle && middle < shift.to
          ? [
              { ...shift, to: middle },
              { ...shift, from: middle },
            ]
          : [shift],
      );
      const parts = [
        ...shiftsBetween(schedule, from, middle, everyone),
        ...shiftsBetween(schedule, middle, to, everyone),
      ];
      expect(parts).toEqual(cut);
    }),
    runs(),
  );
});

test('an override changes nothing outside its interval, and within it only what it may', () => {
  const withOverride = changes.chain(({ change }) => fc.tuple(scenes, overrideNear(change)));
  fc.assert(
    fc.property(withOverride, ([scene, override]) => {
      const { schedule } = scene;
      const changed = { ...schedule, overrides: [...schedule.overrides, override] };
      for (const t of instants(scene)) {
        const before = onCallAt(schedule, t, everyone);
        const after = onCallAt(changed, t, everyone);
        const isTheirs = before.userId !== null && [before.userId, before.turnOf].includes(override.replaces ?? -1);
        const applies = override.from <= t && t < override.to && (override.replaces === null || isTheirs);
        if (applies ? after.userId !== override.userId : !same(before, after)) throw new Error(`wrong at ${t}`);
      }
    }),
    runs(8),
  );
});

test('disabling somebody moves their turns only', () => {
  fc.assert(
    fc.property(scenes, user, (scene, disabled) => {
      const rotation = { ...scene.schedule, layers: scene.schedule.layers.slice(0, 1), overrides: [] };
      for (const t of instants(scene)) {
        const before = onCallAt(rotation, t, everyone);
        const after = onCallAt(rotation, t, allBut(disabled));
        const isMoved = before.userId === disabled && after.userId !== disabled;
        if (!isMoved && !same(before, after)) throw new Error(`reshuffled at ${t}`);
      }
    }),
    runs(8),
  );
});

test('a schedule agrees, minute by minute, with somebody who watches a clock', () => {
  const watched = changes.chain(({ timezone, change }) =>
    fc.record({
      change: fc.constant(change),
      disabled: fc.subarray([ana, bob, cho, dev]),
      schedule: fc.record({
        name: fc.constant('primary'),
        timezone: fc.constant(timezone),
        layers: fc.array(layerNear(change), { minLength: 1, maxLength: 3 }),
        overrides: fc.array(overrideNear(change), { maxLength: 4 }),
      }),
    }),
  );
  fc.assert(
    fc.property(watched, ({ change, schedule, disabled }) => {
      const from = change - 12 * DAY;
      const to = change + 4 * DAY + HOUR;
      const seen = watchSchedule(schedule, disabled, from, to);
      const shifts = shiftsBetween(schedule, from, to, allBut(...disabled));
      const listed = shifts.flatMap((shift) => Array((shift.to - shift.from) / MINUTE).fill(shift.userId));
      const differs = seen.findIndex((userId, i) => userId !== listed[i]);
      if (differs >= 0) throw new Error(`differs at ${from + differs * MINUTE}`);
    }),
    runs(10),
  );
});

function withoutTimes(shift: Shift | undefined): OnCall | undefined {
  if (!shift) return undefined;
  const { from: _from, to: _to, ...onCall } = shift;
  return onCall;
}

function same(a: OnCall, b: OnCall | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
