import { expect, test } from '@jest/globals';
import { systemClock } from '../../src/lib/clock.ts';
import { openStorage } from '../../src/storage/open.ts';
import { conformance } from './conformance/conformance.ts';
import type { Engine } from './conformance/engine.ts';
import { sqlitePlace } from './sqlite/place.ts';

/** Every engine there is: another one is another line. */
const ENGINES: Engine[] = [{ name: 'SQLite', place: sqlitePlace }];

for (const engine of ENGINES) conformance(engine);

test('a DATABASE_URL of no engine is refused, with what it may be', async () => {
  await expect(openStorage('postgres://db/opsknight', { clock: systemClock, user: 'app' })).rejects.toThrow(
    'DATABASE_URL must start with "file:"',
  );
});
