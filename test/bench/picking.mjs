import { lanePicking } from '../../dist/store/sqlite/lanes.js';
import { report, temporaryDatabase, timeOf } from './tools.mjs';

/** Picking the next delivery, with few and with a million rows waiting: the ratio should be near 1. */
export async function picking() {
  const few = await timeToPick(10);
  const many = await timeToPick(1_000_000);
  report('next delivery: 1,000,000 rows against 10', many / few, `${few.toFixed(4)} ms -> ${many.toFixed(4)} ms`);
}

async function timeToPick(rows) {
  const { database, close } = temporaryDatabase();
  const { $client } = database.db;
  $client.pragma('foreign_keys = OFF');
  const add = $client.prepare(
    `insert into deliveries (uuid, connection_id, lane, priority, kind, card_id, event_id, created_at)
     values ('u', 1, ?, ?, 'line', 1, 1, 0)`,
  );
  $client.transaction(() => {
    for (let row = 0; row < rows; row++) add.run(`1:#channel-${row % 10}`, row % 6);
  })();
  const lanes = lanePicking(database.db);
  const time = await timeOf(500, async () => {
    const [head] = await lanes.heads([]);
    await lanes.delivery(head.id);
  });
  close();
  return time;
}
