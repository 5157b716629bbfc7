import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Lease, LeaseHeldError } from '../../src/lease/lease.ts';
import {
  isGone,
  lookAt,
  type ProcessIdentity,
  type ProcessLook,
  thisProcess,
} from '../../src/lease/process-identity.ts';
import type { LeaseStore } from '../../src/lease/store.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteLeaseStore } from '../../src/storage/sqlite/lease.ts';

const HERE: ProcessIdentity = { host: 'one', bootId: 'b1', pidNamespace: 'pid:[1]', pid: 10, startedAt: '100' };
const THERE: ProcessIdentity = { ...HERE, host: 'two', pid: 7 };

/** Everybody on one database, with a stopwatch that goes on by what is waited for. */
function scene(alive: Record<number, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'opsknight-lease-'));
  const connect = () => {
    const database = openDatabase(`file:${join(folder, 'test.db')}`);
    opened.push(() => database.close());
    return sqliteLeaseStore(database);
  };
  const store = connect();
  folders.push(folder);
  let elapsed = 0;
  let meanwhile: () => Promise<void> = async () => {};
  const take = async (process: ProcessIdentity) => {
    const lease = await Lease.take({
      store: connect(),
      process,
      logger: pino({ level: 'silent' }),
      stopwatch: { elapsed: () => elapsed },
      look: (pid): ProcessLook => ({ isAlive: pid in alive, startedAt: alive[pid] ?? null }),
      pause: async (ms) => {
        elapsed += ms;
        await meanwhile();
      },
    });
    held.push(lease);
    return lease;
  };
  return { store, take, waited: () => elapsed, during: (work: () => Promise<void>) => (meanwhile = work) };
}

const held: Lease[] = [];
const opened: (() => void)[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const lease of held.splice(0)) await lease.release();
  for (const close of opened.splice(0)) close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What a holder does every few seconds. */
async function beat(store: LeaseStore): Promise<void> {
  const current = await store.current();
  if (current) await store.beat(current.holder);
}

describe('the lease on a database', () => {
  test('is free at first, and again once it is given back', async () => {
    const { store, take, waited } = scene({ 10: '100' });
    const lease = await take(HERE);
    expect(await store.current()).toMatchObject({ process: HERE, beat: 0 });
    await lease.release();
    expect(await store.current()).toBeNull();
    await take({ ...HERE, pid: 11, startedAt: '200' });
    expect(waited()).toBe(0);
  });

  test('is refused as soon as its holder shows that it lives, with words for the operator', async () => {
    const { store, take, during, waited } = scene({ 10: '100', 11: '200' });
    await take(HERE);
    during(() => (waited() < 3_000 ? Promise.resolve() : beat(store)));
    const second = take({ ...HERE, pid: 11, startedAt: '200' });
    await expect(second).rejects.toThrow(LeaseHeldError);
    await expect(second).rejects.toThrow(/Another OpsKnight \(process 10 on one\)/);
    expect(await store.current()).toMatchObject({ process: HERE });
    expect(waited()).toBe(3_000);
  });

  test('is taken over at once from a process that has ended, also when another one has its number now', async () => {
    const dead = scene({ 11: '200' });
    await dead.take(HERE);
    await dead.take({ ...HERE, pid: 11, startedAt: '200' });
    expect(await dead.store.current()).toMatchObject({ process: { pid: 11 } });
    const again = scene({ 10: '555' });
    await again.take(HERE);
    await again.take({ ...HERE, startedAt: '555' });
    expect([dead.waited(), again.waited()]).toEqual([0, 0]);
  });

  test('is taken over from a machine that can not be seen after a time without a sign of life', async () => {
    const { store, take, waited } = scene();
    await take(THERE);
    await take(HERE);
    expect(await store.current()).toMatchObject({ process: HERE });
    expect(waited()).toBe(15_000);
  });

  test('goes to one of two who wait for it', async () => {
    const { take } = scene();
    await take(THERE);
    const both = await Promise.allSettled([take(HERE), take({ ...HERE, pid: 12 })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('whether a process has ended', () => {
  test.each<[string, Partial<ProcessIdentity>, ProcessLook, boolean]>([
    ['it is there', {}, { isAlive: true, startedAt: '100' }, false],
    ['it is there, and nobody knows since when', { startedAt: null }, { isAlive: true, startedAt: null }, false],
    ['it is not there', {}, { isAlive: false, startedAt: null }, true],
    ['another has its number', {}, { isAlive: true, startedAt: '101' }, true],
    ['it is of another machine', { host: 'two' }, { isAlive: false, startedAt: null }, false],
    ['it is of another start of the machine', { bootId: 'b0' }, { isAlive: false, startedAt: null }, false],
    ['it is of another container', { pidNamespace: 'pid:[2]' }, { isAlive: false, startedAt: null }, false],
  ])('%s', (_what, other, look, expected) => {
    expect(isGone({ ...HERE, ...other }, HERE, () => look)).toBe(expected);
  });

  test('is seen of this very process', () => {
    const own = thisProcess();
    expect(own.pid).toBe(process.pid);
    expect(isGone(own, own, lookAt)).toBe(false);
    expect(isGone({ ...own, pid: 2 ** 22 + 1 }, own, lookAt)).toBe(true);
  });
});
