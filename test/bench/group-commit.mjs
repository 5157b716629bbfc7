import { IncidentService } from '../../dist/incidents/service.js';
import { systemClock } from '../../dist/lib/clock.js';
import { openDatabase } from '../../dist/storage/sqlite/database.js';
import { sqliteStorage } from '../../dist/storage/sqlite/storage.js';
import { temporaryFolder } from './harness/processes.mjs';
import { takeTurns, timed } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const ROUNDS = 5;
const AT_ONCE = 300;
const ONE_BY_ONE = 30;

export const about = 'incidents opened in the process itself, without HTTP';

/** Opening incidents one after the other, each with an fsync of its own, and many at once, which share them. */
export async function* measure() {
  const { folder, remove } = temporaryFolder();
  const stores = sqliteStorage(openDatabase(`file:${folder}/bench.db`), systemClock);
  try {
    await stores.connections.primary();
    const incidents = new IncidentService(stores.incidents, systemClock, () => {}, {
      maySee: async () => true,
      mayAct: async () => true,
      mayChoose: async () => true,
    });
    let count = 0;
    const open = () => {
      count += 1;
      const known = { description: null, serviceId: null, components: [], source: null, url: null, details: null };
      const report = { ...known, title: `alert ${count}`, urgency: 'HIGH', dedupKey: `alert ${count}` };
      return incidents.report(report, { kind: 'monitor', name: 'bench' });
    };
    const atOnce = async () => rate(AT_ONCE, await timed(() => Promise.all(Array.from({ length: AT_ONCE }, open))));
    const oneByOne = async () => {
      const time = await timed(async () => {
        for (let alert = 0; alert < ONE_BY_ONE; alert++) await open();
      });
      return rate(ONE_BY_ONE, time);
    };
    await atOnce();
    const values = await takeTurns(ROUNDS, atOnce, oneByOne);
    yield row({ what: `${AT_ONCE} at once`, unit: '/s', ...values, against: 'one by one' });
  } finally {
    stores.close();
    remove();
  }
}

const rate = (count, ms) => (count / ms) * 1_000;
