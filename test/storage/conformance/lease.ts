import { beforeEach, expect, test } from '@jest/globals';
import type { ProcessIdentity } from '../../../src/lease/process-identity.ts';
import type { LeaseStore } from '../../../src/lease/store.ts';
import { OPERATOR } from '../../operator.ts';
import type { Fixture } from './fixture.ts';

const HERE: ProcessIdentity = { host: 'one', bootId: 'b1', pidNamespace: 'pid:[1]', pid: 10, startedAt: '100' };
const THERE: ProcessIdentity = { host: 'two', bootId: null, pidNamespace: null, pid: 7, startedAt: null };

export function lease(fixture: () => Fixture): void {
  let lease: LeaseStore;
  beforeEach(() => {
    lease = fixture().storage.lease;
  });

  test('it is free at first, belongs to who took it, and is free again when that one releases it', async () => {
    expect(await lease.current()).toBeNull();
    expect(await lease.take('a', HERE, null)).toBe(true);
    expect(await lease.current()).toMatchObject({ holder: 'a', process: HERE, beat: 0 });
    await lease.release('b');
    expect(await lease.current()).toMatchObject({ holder: 'a' });
    await lease.release('a');
    expect(await lease.current()).toBeNull();
  });

  test('it is taken only as it was last seen', async () => {
    await lease.take('a', HERE, null);
    expect(await lease.take('b', THERE, null)).toBe(false);
    const seen = await lease.current();
    await lease.beat('b');
    expect((await lease.current())?.beat).toBe(0);
    await lease.beat('a');
    expect((await lease.current())?.beat).toBe(1);
    expect(await lease.take('b', THERE, seen)).toBe(false);
    expect(await lease.take('b', THERE, await lease.current())).toBe(true);
    expect(await lease.current()).toMatchObject({ holder: 'b', process: THERE, beat: 0 });
  });

  test('of two who take it at once, one gets it', async () => {
    const other = await fixture().another();
    const taken = await Promise.all([lease.take('a', HERE, null), other.lease.take('b', THERE, null)]);
    expect(taken.toSorted()).toEqual([false, true]);
    expect((await lease.current())?.holder).toBe(taken[0] ? 'a' : 'b');
  });

  test('once another app has taken over, nothing of this one is written any more', async () => {
    const world = fixture();
    const ours = await world.another();
    await ours.lease.take('a', HERE, null);
    ours.lease.guard('a');
    const { number } = await world.open();
    const jane = world.person('jane');
    expect(await world.tryTo({ type: 'acknowledge' }, number, {}, jane, ours)).toMatchObject({ ok: true });
    await lease.take('b', THERE, await lease.current());
    await expect(world.tryTo({ type: 'reopen' }, number, {}, jane, ours)).rejects.toMatchObject({
      name: 'StorageFailure',
      trouble: 'taken_over',
    });
    await expect(ours.lease.beat('a')).rejects.toMatchObject({ trouble: 'taken_over' });
    expect(await ours.incidents.get(number)).toMatchObject({ version: 2, state: { status: 'ACKNOWLEDGED' } });
    expect((await lease.current())?.holder).toBe('b');
    // Commands write, whoever has it.
    expect(
      await world.storage.keys.create({ by: OPERATOR, name: 'k', prefix: 'p', hash: 'h', serviceId: null, at: 0 }),
    ).toMatchObject({
      name: 'k',
    });
  });
}
