// `npm run bench [-- name…] [--large] [--profile]`; see docs/performance.md. No part of `npm test`: a busy machine would
// make it fail.
import { parseArgs } from 'node:util';
import * as alerts from './alerts.mjs';
import * as cards from './cards.mjs';
import * as clicks from './clicks.mjs';
import * as clicksUnderLoad from './clicks-under-load.mjs';
import * as fileSize from './file-size.mjs';
import * as groupCommit from './group-commit.mjs';
import { machine } from './harness/machine.mjs';
import { describe, heading, writeResults } from './harness/report.mjs';
import * as picking from './picking.mjs';
import * as startStop from './start-stop.mjs';
import * as storms from './storms.mjs';
import * as waitingLanes from './waiting-lanes.mjs';

const BENCHES = {
  alerts,
  clicks,
  cards,
  'clicks-under-load': clicksUnderLoad,
  'start-stop': startStop,
  'file-size': fileSize,
  'group-commit': groupCommit,
  picking,
  storms,
  'waiting-lanes': waitingLanes,
};

const say = (text) => process.stdout.write(`${text}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, profile: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  say(`There is no bench called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}

const results = { startedAt: new Date().toISOString(), machine: machine(), benches: {} };
const { processors, model, node, load, fsyncMs } = results.machine;
say(`${processors} × ${model}, Node ${node}, load ${load.toFixed(1)}, an fsync takes ${fsyncMs.toFixed(1)} ms`);
say(heading());
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const { about, measure } = BENCHES[name];
  say(`\n${name}: ${about}`);
  const start = performance.now();
  const rows = [];
  for await (const row of measure({ ...values, note: (text) => say(`  ${text}`) })) {
    say(describe(row));
    rows.push(row);
  }
  results.benches[name] = { about, seconds: (performance.now() - start) / 1_000, rows };
}
say(`\n${writeResults(results)}`);
if (values.profile) say('The processor profiles are beside it: open them in the developer tools of Chrome.');
process.exit(0);
