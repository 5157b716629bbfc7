import { pino } from 'pino';
import { systemClock, systemStopwatch } from '../../dist/lib/clock.js';
import { Budget } from '../../dist/notifications/queue/budget.js';
import { Courier } from '../../dist/notifications/queue/courier.js';
import { SlackFailure } from '../../dist/notifications/queue/failure.js';
import { SlackTime } from '../../dist/notifications/queue/slack-time.js';
import { openDatabase } from '../../dist/storage/sqlite/database.js';
import { sqliteDeliveryStore } from '../../dist/storage/sqlite/deliveries.js';
import { temporaryFolder } from './harness/processes.mjs';
import { row } from './harness/row.mjs';

const LANES = 1_000;
/** Until what was to be compiled is, and back-offs are at their longest. */
const WARM_UP_MS = 40_000;
const MEASURED_MS = 20_000;
const ROUNDS = 3;

export const about = `processor time of a courier for which ${LANES.toLocaleString('en')} channels wait`;

export async function* measure() {
  yield* waiting('for Slack’s limits', async ({ channelId }) => ({ channelId, ts: `${Date.now() / 1_000}` }));
  yield* waiting('for a Slack that is away', async () => {
    throw new SlackFailure('unreachable', 'ECONNREFUSED');
  });
}

async function* waiting(what, post) {
  const { folder, remove } = temporaryFolder();
  const database = openDatabase(`file:${folder}/bench.db`);
  fill(database);
  const courier = courierFor(database, post);
  courier.start();
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  const ours = [];
  for (let round = 0; round < ROUNDS; round++) ours.push(await percentOfACore(MEASURED_MS / ROUNDS));
  await courier.stop();
  database.close();
  remove();
  yield row({ what: `they wait ${what}`, unit: '%', ours, target: { atMost: 5 } });
}

/** Enough for each channel that none of them is done meanwhile. */
function fill({ db: { $client } }) {
  $client.pragma('foreign_keys = OFF');
  $client.exec(`
    insert into connections (id) values (1) on conflict do nothing;
    with recursive rows(n) as (select 1 union all select n + 1 from rows where n < ${LANES})
    insert into deliveries (uuid, connection_id, lane, priority, kind, work, detail, created_at)
      select 'u', 1, '1:U' || n, 3, 'notice', 'notice:' || n,
        json_object('connectionId', 1, 'to', 'U' || n, 'notice', json('{"kind":"answer","message":{"text":"hello"}}')), 0
      from rows;`);
}

function courierFor(database, post) {
  const store = sqliteDeliveryStore(database, systemClock);
  // A message that has gone leaves its lane waiting: there is always another.
  const finish = async ({ id, task }) => {
    const { $client } = database.db;
    await database.write(() => {
      $client.prepare('delete from deliveries where id = ?').run(id);
      $client
        .prepare(
          `insert into deliveries (uuid, connection_id, lane, priority, kind, notice_id, created_at)
           values ('u', 1, ?, 3, 'notice', ?, 0)`,
        )
        .run(`1:U${task.noticeId}`, task.noticeId);
    });
  };
  return new Courier(
    {
      store: { ...store, finish },
      slack: { channelId: async (_connectionId, target) => target, post, find: async () => null },
      renderer: { notice: async () => ({ text: 'hello' }) },
      budget: new Budget(systemStopwatch),
      clock: systemClock,
      stopwatch: systemStopwatch,
      random: Math.random,
      slackTime: new SlackTime(systemClock, async () => null),
      whenUnknown: 'repeat',
      refuse: async () => {},
      fallbackChannel: async () => null,
    },
    { delivered() {}, postponed() {}, refused() {} },
    pino({ level: 'silent' }),
  );
}

async function percentOfACore(ms) {
  const before = process.cpuUsage();
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, ms));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - start);
}
