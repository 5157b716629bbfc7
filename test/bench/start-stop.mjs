import { setTimeout as sleep } from 'node:timers/promises';
import { BoltHouse } from './harness/bolt.mjs';
import { House } from './harness/house.mjs';
import { processorTime } from './harness/machine.mjs';
import { takeTurns, timed } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const ROUNDS = 5;
/** Until what an app does at its start is over. */
const SETTLE_MS = 500;

export const about = 'from the start of the process until a click could be answered, and from SIGTERM to its end';

export async function* measure({ profile }) {
  const house = await House.open({ profile });
  const bolt = await BoltHouse.open();
  try {
    await Promise.all([house.stop(), bolt.stop()]);
    const [ours, theirs] = [restarter(house), restarter(bolt)];
    const starts = await takeTurns(ROUNDS, ours.restart, theirs.restart);
    const against = 'Bolt, ack only';
    const target = { atMost: 300 };
    yield row({ what: 'start to ready', unit: 'ms', ...starts, by: 'difference', against, target });
    if (processorTime(process.pid) !== null) {
      const costs = { ours: ours.costs, theirs: theirs.costs };
      yield row({ what: 'start to ready: processor time', unit: 'ms', ...costs, by: 'difference', against });
    }
    yield row({ what: 'stop when idle', unit: 'ms', ours: ours.stops, target: { atMost: 1_000 } });
  } finally {
    await Promise.all([house.close(), bolt.close()]);
  }
}

function restarter(house) {
  const costs = [];
  const stops = [];
  return {
    costs,
    stops,
    async restart() {
      const start = await timed(() => house.start());
      costs.push(processorTime(house.app.pid) * 1_000);
      await sleep(SETTLE_MS);
      stops.push(await timed(() => house.stop()));
      return start;
    },
  };
}
