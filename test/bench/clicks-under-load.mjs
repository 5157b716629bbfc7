import { setTimeout as sleep } from 'node:timers/promises';
import { openIncidentsWithCards } from './harness/clones.mjs';
import { quantile } from './harness/figures.mjs';
import { House, SERVICE } from './harness/house.mjs';
import { LoadGenerator } from './harness/load.mjs';
import { timed } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const PER_SECOND = 1_000;
const CONNECTIONS = 32;
const LOAD_MS = 8_000;
const WARM_UP = 20;
const CLICKS = 200;
const BETWEEN_CLICKS_MS = (LOAD_MS - 1_000) / CLICKS;

/** How long Slack waits; then the person is told that the app does not answer. */
const GIVEN_UP_MS = 3_000;

const KINDS = [
  { what: 'the same alert again', fresh: false },
  { what: 'new incidents', fresh: true },
];

export const about = `clicks while ${PER_SECOND} alerts a second come in`;

export async function* measure({ profile }) {
  for (const { what, fresh } of KINDS) {
    const house = await House.open({ profile });
    const generator = new LoadGenerator();
    try {
      yield* underLoad(house, generator, what, fresh);
    } finally {
      await Promise.all([generator.close(), house.close()]);
    }
  }
}

async function* underLoad(house, generator, what, fresh) {
  const jane = house.person('jane');
  const cards = (await openIncidentsWithCards(house, WARM_UP + CLICKS)).values();
  const click = () => timed(() => jane.click(cards.next().value, 'Acknowledge')).catch(() => GIVEN_UP_MS);
  for (let warmUp = 0; warmUp < WARM_UP; warmUp++) await click();

  const load = generator.drizzle(events(house, fresh), {
    connections: CONNECTIONS,
    perSecond: PER_SECOND,
    ms: LOAD_MS,
  });
  const clicks = [];
  for (let count = 0; count < CLICKS; count++) {
    clicks.push(click());
    await sleep(BETWEEN_CLICKS_MS);
  }
  const times = await Promise.all(clicks);
  const { perSecond } = await load;
  yield row({ what: `${what}: taken in`, unit: '/s', ours: [perSecond], target: { atLeast: 0.98 * PER_SECOND } });
  yield row({ what: `${what}: click, p50`, unit: 'ms', ours: [quantile(times, 0.5)] });
  yield row({ what: `${what}: click, p99`, unit: 'ms', ours: [quantile(times, 0.99)], target: { atMost: 50 } });
}

function events({ url, headers }, fresh) {
  const template = JSON.stringify({
    event_action: 'trigger',
    dedup_key: 'load-%n',
    title: 'Slow answers from api-%n',
    service: SERVICE,
  });
  return { url: `${url}/api/events`, headers, template, fresh };
}
