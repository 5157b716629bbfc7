import { afterEach } from '@jest/globals';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { openStorage } from '../../src/storage/open.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { sqlitePlace } from './sqlite/place.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A new storage with nothing in it, gone after the test; for tests to which the engine is all one. */
export async function tempStorage(clock: Clock = systemClock): Promise<Storage> {
  const { url, remove } = await sqlitePlace();
  const storage = await openStorage(url, { clock, user: 'app' });
  opened.push(async () => {
    await storage.close();
    await remove();
  });
  return storage;
}
