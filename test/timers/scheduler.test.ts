import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import type { IncidentTimer } from '../../src/incidents/timers.ts';
import { Scheduler } from '../../src/timers/scheduler.ts';

const NOON = Date.parse('2026-01-14T11:00:00Z');

/** A table of timers in memory, time turned by hand, and a record of what was tried. */
function desk(timers: IncidentTimer[], failing: (timer: IncidentTimer) => boolean) {
  const tried: number[] = [];
  const logged: string[] = [];
  let elapsed = 0;
  let looks = 0;
  let whenFiring = () => {};
  const passes = (ms: number) => {
    elapsed += ms;
  };
  const rows = new Map(timers.map((timer) => [timer.id, timer]));
  const due = (now: number) =>
    [...rows.values()].filter(({ dueAt }) => dueAt <= now).sort((one, other) => one.dueAt - other.dueAt);
  const scheduler = new Scheduler({
    store: {
      due: async (now, limit) => {
        looks += 1;
        return due(now).slice(0, limit);
      },
      nextDueAt: async (after) => {
        const later = [...rows.values()].map(({ dueAt }) => dueAt).filter((dueAt) => dueAt > after);
        return later.length === 0 ? null : Math.min(...later);
      },
      discard: async ({ id }) => void rows.delete(id),
    },
    fire: async (timer) => {
      tried.push(timer.id);
      if (tried.length === 1) whenFiring();
      if (failing(timer)) throw new Error('not now');
      rows.delete(timer.id);
      return true;
    },
    clock: { now: () => NOON + elapsed },
    stopwatch: { elapsed: () => elapsed },
    random: () => 1,
    logger: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
  });
  running.push(scheduler);
  /** Wakes it and waits until the round that this begins is over. */
  const look = async () => {
    scheduler.wake();
    for (let turn = 0; turn < 2_000; turn++) await Promise.resolve();
  };
  return {
    scheduler,
    tried,
    logged,
    rows,
    look,
    passes,
    looks: () => looks,
    whenFiring: (does: () => void) => {
      whenFiring = does;
    },
  };
}

const running: Scheduler<IncidentTimer>[] = [];
afterEach(async () => {
  jest.useRealTimers();
  for (const scheduler of running.splice(0)) await scheduler.stop();
});

const timer = (id: number, dueAt = NOON - 10_000 + id): IncidentTimer => ({
  id,
  incidentNumber: id,
  kind: 'wake',
  dueAt,
});
const many = (count: number, from = 1) => Array.from({ length: count }, (_, index) => timer(from + index));

describe('a timer that can not be fired', () => {
  test('is tried again after a second, then after two, four, and at most half a minute', async () => {
    const { look, passes, tried, logged } = desk([timer(1)], () => true);
    await look();
    await look();
    expect(tried).toHaveLength(1);
    for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = tried.length;
      passes(wait - 1);
      await look();
      expect(tried).toHaveLength(before);
      passes(1);
      await look();
      expect(tried).toHaveLength(before + 1);
    }
    expect(logged).toHaveLength(tried.length);
  });

  test('holds up no other, however many of them there are; the others fire in the order of their times', async () => {
    const { look, tried } = desk([...many(250), ...many(50, 1_001)], ({ id }) => id <= 250);
    for (let round = 0; round < 4; round++) await look();
    expect(tried.filter((id) => id > 1_000)).toEqual(many(50, 1_001).map(({ id }) => id));
    expect(tried).toHaveLength(300);
  });

  test('is as good as new when it is set to another time', async () => {
    const { look, tried, rows } = desk([timer(1)], () => true);
    await look();
    rows.set(1, timer(1, NOON - 1));
    await look();
    expect(tried).toEqual([1, 1]);
  });

  test('is forgotten when it is gone', async () => {
    const { look, passes, tried, rows } = desk([timer(1)], () => true);
    await look();
    rows.delete(1);
    await look();
    rows.set(1, timer(1));
    passes(1);
    await look();
    expect(tried).toEqual([1, 1]);
  });
});

describe('between two looks', () => {
  test('it sleeps until the next timer is due, or five seconds for what nobody tells it', async () => {
    const { look, passes, looks, tried } = desk([timer(1, NOON + 1_200)], () => false);
    jest.useFakeTimers({ doNotFake: ['performance'] });
    await look();
    passes(1_200);
    await jest.advanceTimersByTimeAsync(1_199);
    expect(looks()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(tried).toEqual([1]);
    expect(looks()).toBe(2);
    await jest.advanceTimersByTimeAsync(4_999);
    expect(looks()).toBe(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(looks()).toBe(3);
  });

  test('a timer that is set while it looks, or fires, is not overlooked', async () => {
    const one = desk([timer(1)], () => false);
    one.whenFiring(() => {
      one.rows.set(2, timer(2));
      one.scheduler.wake();
    });
    await one.look();
    expect(one.tried).toEqual([1, 2]);
  });
});
