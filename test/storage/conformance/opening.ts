import { expect, test } from '@jest/globals';
import { OPERATOR } from '../../operator.ts';
import type { Fixture } from './fixture.ts';

export function opening(fixture: () => Fixture): void {
  test('a storage that is well can be written, has nothing that waits, and is whole', async () => {
    await fixture().openMany(3);
    for (const { health } of [fixture().storage, await fixture().another()]) {
      expect(await health.trouble()).toBeNull();
      expect(health.pendingWrites()).toBe(0);
      expect(await health.problems()).toEqual([]);
    }
  });

  test('what waits for the disk is counted', async () => {
    const { keys, health } = fixture().storage;
    const writing = ['a', 'b'].map((name) =>
      keys.create({ by: OPERATOR, name, prefix: name, hash: name, serviceId: null, at: 0 }),
    );
    expect(health.pendingWrites()).toBe(2);
    await Promise.all(writing);
    expect(health.pendingWrites()).toBe(0);
  });

  test('what was written is there when it is opened again', async () => {
    const other = await fixture().another();
    await other.keys.create({ by: OPERATOR, name: 'kept', prefix: 'p', hash: 'h', serviceId: null, at: 0 });
    const { primary } = other.connections;
    const connection = await primary();
    await fixture().closeOne(other);
    const again = await fixture().another();
    expect(await again.keys.list()).toMatchObject([{ name: 'kept' }]);
    expect(await again.connections.primary()).toEqual(connection);
  });

  test('closing writes what still waits', async () => {
    const other = await fixture().another();
    const writing = other.keys.create({ by: OPERATOR, name: 'late', prefix: 'p', hash: 'h', serviceId: null, at: 0 });
    await fixture().closeOne(other);
    await writing;
    expect(await fixture().storage.keys.list()).toMatchObject([{ name: 'late' }]);
  });

  test('two processes that open a new storage at once make one connection', async () => {
    const [one, other] = await Promise.all([fixture().another(), fixture().another()]);
    const made = await Promise.all([one, other].map(({ connections }) => connections.primary()));
    expect(made[0]).toEqual(made[1]);
    expect(await one.settings.workspaces()).toHaveLength(1);
  });
}
