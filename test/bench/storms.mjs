import { systemClock } from '../../dist/clock.js';
import { sqliteStormStore } from '../../dist/store/sqlite/storms.js';
import { report, temporaryDatabase, timeOf } from './tools.mjs';

/** Reading what a storm's message shows, for ten incidents and for five thousand. */
export async function storms() {
  const few = await timeToRead(10);
  const many = await timeToRead(5_000);
  report('drawing a storm: 5,000 incidents against 10', many / few, `${few.toFixed(3)} ms -> ${many.toFixed(3)} ms`);
}

async function timeToRead(members) {
  const { database, close } = temporaryDatabase();
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
  const time = await timeOf(50, async () => {
    await store.summary(1);
    await store.members(1, { order: 'needed', limit: 20, offset: 0 });
  });
  close();
  return time;
}
