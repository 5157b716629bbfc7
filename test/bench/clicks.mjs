import { setTimeout as sleep } from 'node:timers/promises';
import { BoltHouse } from './harness/bolt.mjs';
import { openIncident, openIncidentsWithCards, postCopies } from './harness/clones.mjs';
import { median } from './harness/figures.mjs';
import { House } from './harness/house.mjs';
import { takeTurns, timed } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const WARM_UP = 20;
const SINGLE = 150;
const AT_ONCE = 20;
const BURSTS = 12;
/** Until what a click has set off is over, so that it doesn't slow down the other side. */
const BREATH_MS = 15;

export const about = 'from a click to its acknowledgement, which is on disk, against a Bolt app that only acknowledges';

export async function* measure({ profile }) {
  const house = await House.open({ profile });
  const bolt = await BoltHouse.open();
  try {
    const cards = WARM_UP + SINGLE + (BURSTS + 1) * AT_ONCE;
    const { card } = await openIncident(house, 'The one that is copied');
    const ours = clicker(house, await openIncidentsWithCards(house, cards));
    const theirs = clicker(bolt, postCopies(bolt, card, cards));

    for (let click = 0; click < WARM_UP; click++) await Promise.all([ours.one(), theirs.one()]);
    const single = await takeTurns(SINGLE, ours.one, theirs.one);
    yield row({
      what: 'one at a time',
      unit: 'ms',
      ours: [median(single.ours)],
      theirs: [median(single.theirs)],
      by: 'difference',
      against: 'Bolt, ack only',
      target: { atMost: 1.5 },
    });
    await Promise.all([ours.many(), theirs.many()]);
    const bursts = await takeTurns(BURSTS, ours.many, theirs.many);
    yield row({
      what: `${AT_ONCE} at once`,
      unit: 'ms',
      ...bursts,
      against: 'Bolt, ack only',
      target: { atMost: 2.5 },
    });
  } finally {
    await Promise.all([house.close(), bolt.close()]);
  }
}

/** Somebody who acknowledges one card after the other. */
function clicker(house, cards) {
  const jane = house.person('jane');
  const next = cards.values();
  const press = () => {
    const card = next.next().value;
    return timed(() => jane.click(card, 'Acknowledge'));
  };
  const breathing = async (work) => {
    const result = await work();
    await sleep(BREATH_MS);
    return result;
  };
  return {
    one: () => breathing(press),
    /** How long half of them had to wait at most. */
    many: () => breathing(async () => median(await Promise.all(Array.from({ length: AT_ONCE }, press)))),
  };
}
