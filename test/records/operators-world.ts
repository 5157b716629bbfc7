import { join } from 'node:path';
import { afterThisTest } from '../after-this-test.ts';
import { OperatorsFolder } from '../cli/opsknight.ts';
import { Fixture } from '../storage/conformance/fixture.ts';

/** A folder of an operator, with a database in which things happen. */
export async function operatorsWorld(): Promise<{ folder: OperatorsFolder; world: Fixture }> {
  const folder = new OperatorsFolder();
  const url = `file:${join(folder.path, 'data/opsknight.db')}`;
  const place = { url, empty: async () => {}, remove: async () => {} };
  const world = await Fixture.open({ name: 'sqlite', place: async () => place });
  afterThisTest(() => world.close());
  await world.reset();
  return { folder, world };
}
