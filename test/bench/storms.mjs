import { systemClock } from '../../dist/lib/clock.js';
import { openDatabase } from '../../dist/storage/sqlite/database.js';
import { sqliteStormStore } from '../../dist/storage/sqlite/storms.js';
import { temporaryFolder } from './harness/processes.mjs';
import { takeTurns, timeOf } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const ROUNDS = 5;
const READS = 15;
const FEW = 10;
const MANY = 5_000;

export const about = 'reading what the message of a storm shows, for many incidents and for few';

export async function* measure() {
  const [many, few] = [storm(MANY), storm(FEW)];
  const values = await takeTurns(ROUNDS, many.timeToRead, few.timeToRead);
  many.close();
  few.close();
  yield row({ what: `${MANY.toLocaleString('en')} incidents`, unit: 'ms', ...values, against: `${FEW} incidents` });
}

function storm(members) {
  const { folder, remove } = temporaryFolder();
  const database = openDatabase(`file:${folder}/bench.db`);
  const { $client } = database.db;
  const now = systemClock.now();
  $client.exec(`insert into connections (id) values (1);
    insert into storms (id, connection_id, target, started_at, last_joined_at) values (1, 1, '#web', ${now}, ${now});`);
  const incident = $client.prepare(
    `insert into incidents (version, status, urgency, urgency_rank, title, dedup_scope, components, dedup_key,
     alert_count, opened_by, opened_at, last_alert_at) values (1, 'OPEN', 'HIGH', 0, 'down', 0, '[]', ?, 1, '{}', 0, 0)`,
  );
  const card = $client.prepare(
    `insert into cards (connection_id, incident_number, target, is_home, storm_id) values (1, ?, '#web', 1, 1)`,
  );
  $client.transaction(() => {
    for (let member = 1; member <= members; member++) {
      incident.run(`key ${member}`);
      card.run(member);
    }
  })();
  const store = sqliteStormStore(database);
  const read = async () => {
    await store.summary(1);
    await store.members(1, { order: 'needed', limit: 20, offset: 0 });
  };
  return {
    timeToRead: () => timeOf(READS, read),
    close() {
      database.close();
      remove();
    },
  };
}
