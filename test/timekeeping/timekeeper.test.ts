import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { thisMachine } from '../../src/timekeeping/machine.ts';
import { Timekeeper } from '../../src/timekeeping/timekeeper.ts';
import { HandTurnedMachine } from './hand-turned-machine.ts';

const NOON = Date.parse('2026-01-14T11:00:00Z');

function running() {
  const machine = new HandTurnedMachine(NOON);
  return { machine, timekeeper: Timekeeper.from(machine, null) };
}

describe('the clock of the app', () => {
  test('follows the wall clock through the small steps that keep it right, and says nothing of them', () => {
    const { machine, timekeeper } = running();
    machine.isSet(-900);
    expect(timekeeper.now()).toBe(NOON - 900);
    machine.isSet(950);
    expect(timekeeper.now()).toBe(NOON + 50);
    expect(timekeeper.wallClockSet()).toBeNull();
  });

  test.each([-HOUR, -SECOND, SECOND, HOUR, 400 * DAY])('goes on evenly when the wall clock is set by %d ms', (by) => {
    const { machine, timekeeper } = running();
    machine.isSet(by);
    machine.passes(MINUTE);
    expect(timekeeper.now()).toBe(NOON + MINUTE);
    const set = timekeeper.wallClockSet();
    expect(set).toMatchObject({ by, at: NOON + MINUTE });
    set?.adopt();
    expect(timekeeper.now()).toBe(NOON + MINUTE + by);
    set?.undo();
    expect(timekeeper.now()).toBe(NOON + MINUTE);
  });

  test('counts the time for which the machine slept at once, and tells it from a clock that was set as well', () => {
    const { machine, timekeeper } = running();
    machine.sleeps(HOUR);
    expect(timekeeper.now()).toBe(NOON + HOUR);
    machine.sleeps(HOUR);
    machine.isSet(-MINUTE);
    expect(timekeeper.now()).toBe(NOON + 2 * HOUR);
    expect(timekeeper.wallClockSet()).toMatchObject({ by: -MINUTE });
  });

  test('of the real machine shows what its wall clock shows', () => {
    const machine = thisMachine();
    const before = Date.now();
    const shown = Timekeeper.from(machine, null).now();
    expect(shown).toBeGreaterThanOrEqual(before);
    expect(shown).toBeLessThanOrEqual(Date.now());
    expect(Number.isFinite(machine.slept())).toBe(true);
  });
});

describe('another process', () => {
  test.each<[what: string, meanwhile: (machine: HandTurnedMachine) => void, shows: number]>([
    ['time has passed', (machine) => machine.passes(HOUR), HOUR],
    ['the clock was set back', (machine) => machine.isSet(-HOUR), 0],
    ['the clock was set ahead', (machine) => machine.isSet(HOUR), 0],
    ['the machine has slept', (machine) => machine.sleeps(HOUR), HOUR],
    ['the machine was started anew', (machine) => machine.reboots(), 0],
  ])('goes on where the clock was when %s', (_, meanwhile, shows) => {
    const { machine, timekeeper } = running();
    const last = timekeeper.record();
    meanwhile(machine);
    expect(Timekeeper.from(machine, last).now()).toBe(NOON + shows);
  });

  test('believes the wall clock after a start of the machine, but not that it is earlier than it was', () => {
    const { machine, timekeeper } = running();
    const last = timekeeper.record();
    machine.passes(HOUR);
    machine.reboots();
    expect(Timekeeper.from(machine, last).now()).toBe(NOON + HOUR);
    machine.isSet(-DAY);
    expect(Timekeeper.from(machine, last).now()).toBe(NOON);
  });

  test('does the same where the machine does not tell one start from another', () => {
    const { machine, timekeeper } = running();
    machine.boot = null;
    const last = { ...timekeeper.record(), boot: null };
    machine.isSet(HOUR);
    expect(Timekeeper.from(machine, last).now()).toBe(NOON + HOUR);
    machine.isSet(-DAY);
    expect(Timekeeper.from(machine, last).now()).toBe(NOON);
  });

  test('is not led astray by a container whose uptime starts anew', () => {
    const { machine, timekeeper } = running();
    const last = timekeeper.record();
    expect(Timekeeper.from(machine, { ...last, slept: last.slept + 5 * DAY }).now()).toBe(NOON);
  });
});
