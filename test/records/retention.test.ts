import { beforeEach, expect, test } from '@jest/globals';
import { examineRetention } from '../../src/doctor/retention.ts';
import type { Outcome } from '../../src/insights/store.ts';
import { DAY, HOUR } from '../../src/lib/clock.ts';
import { deleteTexts } from '../../src/records/retention.ts';
import type { OperatorsFolder } from '../cli/opsknight.ts';
import type { Fixture } from '../storage/conformance/fixture.ts';
import { operatorsWorld } from './operators-world.ts';

let folder: OperatorsFolder;
let world: Fixture;

beforeEach(async () => {
  ({ folder, world } = await operatorsWorld());
});

const SECRET = 'Kettle in Bob’s kitchen';

/** What the running app does once an hour. */
async function tidy(): Promise<number> {
  const { textsAfter } = await world.storage.settings.retention();
  return textsAfter === null
    ? 0
    : deleteTexts(world.storage.retention, world.clock.time - textsAfter, world.clock.time);
}

async function numbers(): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const portion of world.storage.insights.outcomes({ from: 0, to: Number.MAX_SAFE_INTEGER })) {
    all.push(...portion);
  }
  return all;
}

async function exported(): Promise<string> {
  return (await folder.opsknight(['export', '--since', '2025-01-01'])).stdout;
}

/** An incident that says the secret wherever something can be said. */
async function happen(): Promise<void> {
  await world.open({
    title: SECRET,
    description: SECRET,
    details: { label: SECRET },
    components: [SECRET],
    source: SECRET,
    url: `https://example.com/${encodeURI(SECRET)}`,
  });
  await world.acknowledge(1);
  await world.repeat(1, { title: SECRET });
  await world.note(1, SECRET);
  await world.does({ type: 'edit', title: `${SECRET}!`, description: SECRET, serviceId: null }, 1);
  await world.does({ type: 'add_task', text: SECRET, owner: null, dueAt: null }, 1);
  await world.does({ type: 'update_status', state: 'identified', impact: SECRET, nextAt: null }, 1);
}

test('texts of what is over go after their time; numbers, kinds and people stay', async () => {
  await world.apply('retention: { texts_after: 30d }');
  await happen();
  await world.open({ title: `${SECRET} again` });
  await world.merge(2, 1);
  world.passes(HOUR);
  await world.does({ type: 'resolve', note: SECRET }, 1);
  await world.open({ title: 'still open' });
  const before = { numbers: await numbers(), story: await world.story(1) };
  expect(await exported()).toContain(SECRET);

  world.passes(29 * DAY);
  expect(await tidy()).toBe(0);
  world.passes(2 * DAY);
  expect(await tidy()).toBe(2);
  expect(await tidy()).toBe(0);
  const after = await exported();
  expect(after).not.toContain('Kettle');
  expect(JSON.stringify(await world.storage.incidents.tasks(1))).not.toContain('Kettle');
  expect(after).toContain('(text deleted)');
  expect(after).toContain('"name":"jane"');
  expect(after).toContain('still open');
  expect({ numbers: await numbers(), story: await world.story(1) }).toEqual(before);
  expect(await world.storage.incidents.get(1)).toMatchObject({
    urgency: 'HIGH',
    alertCount: 3,
    title: '(text deleted)',
  });
});

test('nothing open is touched, and what is written after a reopening is kept until its turn', async () => {
  await world.apply('retention: { texts_after: 30d }');
  await happen();
  world.passes(400 * DAY);
  expect(await tidy()).toBe(0);
  await world.resolve(1);
  world.passes(31 * DAY);
  expect(await tidy()).toBe(1);
  await world.does({ type: 'reopen' }, 1);
  await world.note(1, 'it is back');
  expect(await tidy()).toBe(0);
  await world.resolve(1);
  world.passes(29 * DAY);
  expect(await tidy()).toBe(0);
  expect(await exported()).toContain('it is back');
  world.passes(2 * DAY);
  expect(await tidy()).toBe(1);
  expect(await exported()).not.toContain('it is back');
});

test('however many there are, they go in portions, each once', async () => {
  await world.apply('retention: { texts_after: 1d }');
  await world.openMany(45);
  for (let number = 1; number <= 44; number++) await world.resolve(number);
  world.passes(2 * DAY);
  const { retention } = world.storage;
  const first = await retention.deleteTexts({ endedBefore: world.clock.time, after: 0, limit: 20 }, world.clock.time);
  expect(first).toEqual({ deleted: 20, last: 20 });
  expect(await tidy()).toBe(24);
  expect(await retention.countDeleted()).toBe(44);
});

test('apply says whose texts would go, export writes the rule back, doctor says how far it is', async () => {
  await happen();
  await world.resolve(1);
  world.passes(3 * DAY);
  folder.write('opsknight.yml', 'retention: { texts_after: 730d }');
  const wide = await folder.opsknight(['apply', 'opsknight.yml', '--dry-run']);
  expect(wide.stdout).toBe('~ retention\n    texts_after: none → "730d"\n');
  const { retention } = world.storage;
  expect(await retention.countTexts(world.clock.time)).toBe(1);
  folder.write('opsknight.yml', 'retention: { texts_after: 1d }');
  const dry = await folder.opsknight(['apply', 'opsknight.yml', '--dry-run']);
  expect(dry.stderr).toContain('1 change to make.');
  expect(dry.stderr).toMatch(
    /The texts of \d incidents? that are over would be deleted, for good, by a running OpsKnight/,
  );
  expect((await folder.opsknight(['export'])).stdout).not.toContain('retention');
  expect((await folder.opsknight(['apply', 'opsknight.yml'])).exitCode).toBe(0);
  expect((await folder.opsknight(['export'])).stdout).toContain('retention:\n  texts_after: 1d\n');
  const rule = await world.storage.settings.retention();
  const says = async () => (await examineRetention(rule, retention, world.clock.time))[0]?.what;
  expect(await says()).toContain(
    'texts of incidents are deleted 1d after their end (so far of 0; those of 1 more are due',
  );
  await tidy();
  expect(await says()).toContain('1d after their end (so far of 1)');
  folder.write('opsknight.yml', 'retention: { texts_after: 4000d }');
  expect((await folder.opsknight(['apply', 'opsknight.yml'])).stderr).toContain('must be from 1d to 3650d');
});
