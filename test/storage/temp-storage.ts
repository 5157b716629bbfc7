import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { openStorage } from '../../src/storage/open.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { afterThisTest } from '../after-this-test.ts';
import { sqlitePlace } from './sqlite/place.ts';

/** A new storage with nothing in it, gone after the test; for tests to which the engine is all one. */
export async function tempStorage(clock: Clock = systemClock): Promise<Storage> {
  const { url, remove } = await sqlitePlace();
  const storage = await openStorage(url, { clock, user: 'app' });
  afterThisTest(async () => {
    await storage.close();
    await remove();
  });
  return storage;
}
