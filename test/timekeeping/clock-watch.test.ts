import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { sqliteClockStore } from '../../src/storage/sqlite/clock.ts';
import { ClockWatch } from '../../src/timekeeping/clock-watch.ts';
import type { ClockStore } from '../../src/timekeeping/store.ts';
import { Timekeeper } from '../../src/timekeeping/timekeeper.ts';
import { tempDatabase } from '../storage/sqlite/temp-database.ts';
import { HandTurnedMachine } from './hand-turned-machine.ts';

const NOON = Date.parse('2026-01-14T11:00:00Z');

function watching(fails: (store: ClockStore) => Partial<ClockStore> = () => ({})) {
  const machine = new HandTurnedMachine(NOON);
  const timekeeper = Timekeeper.from(machine, null);
  const store = sqliteClockStore(tempDatabase());
  const heard: string[] = [];
  const watch = new ClockWatch({
    timekeeper,
    store: { ...store, ...fails(store) },
    logger: pino({ level: 'warn' }, { write: (line: string) => void heard.push(JSON.parse(line).msg) }),
    onSet: () => heard.push('set'),
  });
  return { machine, timekeeper, store, watch, heard };
}

const MOVED = 'the wall clock was set; escalations, reminders and SLA targets keep their pace';
const NOT_KEPT = 'the clock could not be kept on disk; it is tried again in a second';

describe('a wall clock that is set', () => {
  test('is followed once, and told once', async () => {
    const { machine, timekeeper, watch, heard } = watching();
    machine.isSet(HOUR);
    await watch.look();
    await watch.look();
    expect(timekeeper.now()).toBe(NOON + HOUR);
    expect(heard).toEqual([MOVED, 'set']);
  });

  test('is on disk as followed: a process that is killed right then does not move anything along again', async () => {
    const { machine, store, watch } = watching(() => ({ record: () => new Promise(() => {}) }));
    machine.isSet(HOUR);
    void watch.look();
    let last = await store.last();
    while (!last) {
      await new Promise((resolve) => setImmediate(resolve));
      last = await store.last();
    }
    expect(Timekeeper.from(machine, last).wallClockSet()).toBeNull();
  });

  test('is followed later when the disk refuses it now; until then the clock goes on evenly', async () => {
    let isFull = true;
    const { machine, timekeeper, watch, heard } = watching((store) => ({
      moveAlong: async (set) => {
        if (!isFull) return store.moveAlong(set);
        set.adopt();
        throw new Error('disk full');
      },
    }));
    machine.isSet(HOUR);
    await watch.look();
    expect(timekeeper.now()).toBe(NOON);
    expect(heard).toEqual([NOT_KEPT]);
    isFull = false;
    await watch.look();
    expect(timekeeper.now()).toBe(NOON + HOUR);
    expect(heard).toEqual([NOT_KEPT, MOVED, 'set']);
  });
});

test('what the clock shows is put on disk once a minute, and at the end', async () => {
  const { machine, store, watch } = watching();
  const seen = async () => (await store.last())?.seenAt;
  await watch.look();
  machine.passes(MINUTE - 1);
  await watch.look();
  expect(await seen()).toBe(NOON);
  machine.passes(1);
  await watch.look();
  expect(await seen()).toBe(NOON + MINUTE);
  machine.passes(1);
  await watch.stop();
  expect(await seen()).toBe(NOON + MINUTE + 1);
});
