import { setTimeout as sleep } from 'node:timers/promises';
import { BoltHouse } from './harness/bolt.mjs';
import { openIncidentsWithCards, postCopies } from './harness/clones.mjs';
import { quantile } from './harness/figures.mjs';
import { House } from './harness/house.mjs';
import { timed } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

/** Each may update 50 messages a minute, so several share the clicks. */
const HOUSES = 3;
const CLICKS_EACH = 14;
const WARM_UP_EACH = 2;
/** A little more than the courier leaves between two updates, so that none waits for Slack's limits. */
const BETWEEN_CLICKS_MS = 1_600;

export const about = 'from a click to the card that shows it, against a Bolt app that calls chat.update from memory';

export async function* measure({ profile }) {
  const houses = await Promise.all(Array.from({ length: HOUSES }, () => House.open({ profile })));
  const bolt = await BoltHouse.open({ redraws: true });
  try {
    const whole = CLICKS_EACH + WARM_UP_EACH;
    const cards = await Promise.all(houses.map((house) => openIncidentsWithCards(house, whole)));
    const copies = postCopies(bolt, cards[0][0], HOUSES * whole).values();
    const values = { ours: [], theirs: [] };
    for (let click = 0; click < whole; click++) {
      for (const [index, house] of houses.entries()) {
        const ours = await timeToRedraw(house, cards[index][click]);
        const theirs = await timeToRedraw(bolt, copies.next().value);
        if (click >= WARM_UP_EACH) {
          values.ours.push(ours);
          values.theirs.push(theirs);
        }
        await sleep(BETWEEN_CLICKS_MS / HOUSES);
      }
    }
    const against = 'Bolt, from memory';
    yield row({ what: 'click to card updated, p50', unit: 'ms', ...at(values, 0.5), against });
    yield row({ what: 'click to card updated, p95', unit: 'ms', ...at(values, 0.95), against, target: { atMost: 3 } });
  } finally {
    await Promise.all([...houses, bolt].map((house) => house.close()));
  }
}

function timeToRedraw(house, card) {
  const isRedrawn = () => (card.isEdited ? true : undefined);
  return timed(async () => {
    const redrawn = house.slack.changes.waitFor(isRedrawn, () => 'the card was not updated');
    await Promise.all([house.person('jane').click(card, 'Acknowledge'), redrawn]);
  });
}

const at = ({ ours, theirs }, part) => ({ ours: [quantile(ours, part)], theirs: [quantile(theirs, part)] });
