import { openDatabase } from '../../dist/storage/sqlite/database.js';
import { lanePicking } from '../../dist/storage/sqlite/lanes.js';
import { temporaryFolder } from './harness/processes.mjs';
import { takeTurns, timeOf } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const ROUNDS = 5;
const PICKS = 200;
const FEW = 10;
const MANY = 1_000_000;

export const about = 'picking the next delivery, with many and with few rows waiting';

export async function* measure() {
  const [many, few] = [waiting(MANY), waiting(FEW)];
  const values = await takeTurns(ROUNDS, many.timeToPick, few.timeToPick);
  many.close();
  few.close();
  const against = `${FEW} rows`;
  yield row({ what: `${MANY.toLocaleString('en')} rows`, unit: 'ms', ...values, against, target: { atMost: 1.5 } });
}

function waiting(rows) {
  const { folder, remove } = temporaryFolder();
  const database = openDatabase(`file:${folder}/bench.db`);
  const { $client } = database.db;
  $client.pragma('foreign_keys = OFF');
  $client
    .prepare(
      `with recursive rows(n) as (select 0 union all select n + 1 from rows where n + 1 < ?)
       insert into deliveries (uuid, connection_id, lane, priority, kind, work, thread, detail, created_at)
       select 'u', 1, '1:#channel-' || (n % 10), n % 6, 'line', 'line:1', 'card:1', '{"eventId":1}', 0 from rows`,
    )
    .run(rows);
  const lanes = lanePicking(database.db);
  const pick = async () => {
    const [head] = await lanes.heads([]);
    await lanes.delivery(head.id);
  };
  return {
    timeToPick: () => timeOf(PICKS, pick),
    close() {
      database.close();
      remove();
    },
  };
}
