import { createHash, randomBytes } from 'node:crypto';
import { cloneIncident, openIncident, openIncidentsWithCards } from './harness/clones.mjs';
import { House, SERVICE } from './harness/house.mjs';
import { LoadGenerator } from './harness/load.mjs';
import { takeTurns, timed, timeOf } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const FEW = 300;
const MANY = 200_000;
const MANY_IF_LARGE = 1_000_000;
const OPEN = 400;
const YEARS_MS = 2 * 365 * 24 * 3_600_000;
const ROUNDS = 6;
const FLOOD = { connections: 8, ms: 400 };
const CLICKS = 10;
const LOOKS = 5;

export const about = 'the same work with many resolved incidents in the file (--large: a million) and with few';

export async function* measure({ profile, large, note }) {
  const many = large ? MANY_IF_LARGE : MANY;
  const generator = new LoadGenerator();
  const full = await furnished(profile, many);
  const small = await furnished(profile, FEW);
  note(`${many.toLocaleString('en')} incidents in the file, made in ${(full.took / 1_000).toFixed(1)} s`);
  try {
    for (const [what, work] of Object.entries(WORK)) {
      const [ours, theirs] = [full, small].map((side) => work({ ...side, generator }));
      await ours(); // both warm up
      await theirs();
      const values = await takeTurns(ROUNDS, ours, theirs);
      yield row({ what, unit: 'ms', ...values, against: `${FEW} incidents`, target: { atMost: 1.2 } });
    }
  } finally {
    await Promise.all([generator.close(), full.house.close(), small.house.close()]);
  }
}

/** What is timed, in milliseconds. */
const WORK = {
  'the same alert again': (side) => alertTime(side, false),
  'click to acknowledgement': clickTime,
  'list of open incidents': (side) => lookTime(side, '/incidents'),
  'list of resolved incidents': (side) => lookTime(side, '/incidents?status=RESOLVED'),
  'an incident’s page': (side) => lookTime(side, `/incidents/${side.number}`),
  metrics: (side) => lookTime(side, '/metrics'),
  // Last, since it makes both files larger.
  'a new incident': (side) => alertTime(side, true),
};

/** A house with so many resolved incidents, and a few open ones that can be clicked. */
async function furnished(profile, resolved) {
  const house = await House.open({ profile });
  const { number } = await openIncident(house, 'Certificate about to expire');
  await house.send({ event_action: 'resolve', dedup_key: await keyOf(house, number) });
  const cards = await openIncidentsWithCards(house, OPEN);
  await house.stop();
  const took = await timed(() => fill(house, number, resolved));
  const cookie = signIn(house);
  await house.start();
  return { house, cards: cards.values(), cookie, number, took };
}

function keyOf(house, number) {
  const find = (database) => database.prepare('select dedup_key from incidents where number = ?').pluck().get(number);
  return house.withDatabase(find);
}

/** Spread over two years, oldest first. */
function fill(house, original, count) {
  const age = `cast(${YEARS_MS} * (1.0 - n / ${count}.0) as integer)`;
  house.withDatabase((database) => {
    database.pragma('cache_size = -200000');
    cloneIncident(database, original, {
      count,
      columns: {
        urgency: "case n % 3 when 0 then 'HIGH' when 1 then 'MEDIUM' else 'LOW' end",
        urgency_rank: 'n % 3',
        opened_at: `opened_at - ${age}`,
        last_alert_at: `last_alert_at - ${age}`,
        status_at: `status_at - ${age}`,
      },
    });
  });
}

/** A session of Jane's browser. @returns its cookie. */
function signIn(house) {
  const token = randomBytes(32).toString('base64url');
  const now = Date.now();
  house.withDatabase((database) =>
    database
      .prepare(
        `insert into sessions (hash, connection_id, slack_user_id, created_at, last_seen_at, expires_at, user_agent)
         values (?, 1, ?, ?, ?, ?, 'bench')`,
      )
      .run(createHash('sha256').update(token).digest('hex'), house.person('jane').id, now, now, now + 3_600_000),
  );
  return `opsknight_session=${token}`;
}

function alertTime({ house, generator }, fresh) {
  const template = JSON.stringify({
    event_action: 'trigger',
    dedup_key: fresh ? 'fresh-%n' : 'same',
    title: 'Slow answers',
    service: SERVICE,
  });
  const alerts = { url: `${house.url}/api/events`, headers: house.headers, template, fresh };
  return async () => 1_000 / (await generator.flood(alerts, FLOOD)).perSecond;
}

function clickTime({ house, cards }) {
  const jane = house.person('jane');
  return () => timeOf(CLICKS, () => jane.click(cards.next().value, 'Acknowledge'));
}

function lookTime({ house, cookie }, path) {
  return () =>
    timeOf(LOOKS, async () => {
      const answer = await fetch(`${house.url}${path}`, { headers: { cookie }, redirect: 'manual' });
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    });
}
