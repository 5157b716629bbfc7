import { installedAlertmanager, PACKAGE, startAlertmanager } from './harness/alertmanager.mjs';
import { House, SERVICE } from './harness/house.mjs';
import { LoadGenerator } from './harness/load.mjs';
import { processorTime } from './harness/machine.mjs';
import { takeTurns } from './harness/rounds.mjs';
import { row } from './harness/row.mjs';

const CONNECTIONS = 32;
const ROUNDS = 7;
const ROUND_MS = 800;

const KINDS = [
  { what: 'the same alert again', fresh: false, atLeast: 1 },
  { what: 'new incidents', fresh: true, atLeast: 0.75 },
  { what: 'the same 100 alerts in an array', fresh: false, many: 100, atLeast: 1 },
  { what: '100 new incidents in an array', fresh: true, many: 100, atLeast: 1 },
];

export const about = `alerts a second over ${CONNECTIONS} kept-alive connections, each on disk before it is answered, against Alertmanager, which keeps them in memory`;

export async function* measure({ profile, note }) {
  const version = installedAlertmanager();
  if (version === null) note(`${PACKAGE} is not installed: nothing to compare with (apt-get install ${PACKAGE})`);
  const generator = new LoadGenerator();
  try {
    for (const kind of KINDS) yield* withServers({ profile, version, generator, kind });
  } finally {
    await generator.close();
  }
}

/** Each kind of load meets fresh servers, which have nothing left to do from the one before. */
async function* withServers({ profile, version, generator, kind }) {
  const house = await House.open({ profile });
  const alertmanager = version === null ? null : await startAlertmanager();
  try {
    yield* compare(kind, version, side(generator, kind, house), side(generator, kind, alertmanager));
  } finally {
    await Promise.all([alertmanager?.close(), house.close()]);
  }
}

async function* compare({ what, atLeast }, version, ours, theirs) {
  if (theirs === null) {
    const { ours: values } = await takeTurns(ROUNDS, ours.perSecond, async () => 0);
    return yield row({ what, unit: '/s', ours: values });
  }
  await ours.perSecond(); // both warm up
  await theirs.perSecond();
  const values = await takeTurns(
    ROUNDS,
    () => ours.perSecond(),
    () => theirs.perSecond(),
  );
  const against = `Alertmanager ${version}`;
  yield row({ what, unit: '/s', ...values, against, target: { atLeast } });
  const costs = { ours: ours.costs.slice(1), theirs: theirs.costs.slice(1) };
  if ([...costs.ours, ...costs.theirs].every(Number.isFinite)) {
    yield row({ what: `${what}: processor time`, unit: 'µs', ...costs, against });
  }
}

/** One of the servers under one kind of load. */
function side(generator, { fresh, many }, server) {
  if (server === null) return null;
  const { pid } = server.app ?? server;
  const alerts = { ...(server instanceof House ? eventsFor(server) : alertsFor(server, many)), fresh };
  if (many !== undefined) alerts.many = many;
  const costs = [];
  return {
    /** Microseconds of processor time for each alert, by round. */
    costs,
    async perSecond() {
      const before = processorTime(pid) ?? Number.NaN;
      const { perSecond, answered } = await generator.flood(alerts, { connections: CONNECTIONS, ms: ROUND_MS });
      costs.push(((processorTime(pid) - before) * 1_000_000) / (answered * (many ?? 1)));
      return perSecond * (many ?? 1);
    },
  };
}

function eventsFor({ url, headers }) {
  const template = JSON.stringify({
    event_action: 'trigger',
    dedup_key: 'disk/db-%n',
    title: 'Disk full on db-%n',
    description: 'Less than 1 % of /var is free',
    urgency: 'HIGH',
    service: SERVICE,
    source: 'prometheus',
  });
  return { url: `${url}/api/events`, headers, template };
}

function alertsFor({ url }) {
  const template = JSON.stringify({
    labels: { alertname: 'DiskFull', instance: 'db-%n', severity: 'critical', service: SERVICE },
    annotations: { summary: 'Disk full on db-%n', description: 'Less than 1 % of /var is free' },
    generatorURL: 'http://prometheus.example/graph',
  });
  return { url: `${url}/api/v2/alerts`, headers: { 'Content-Type': 'application/json' }, template, many: 1 };
}
