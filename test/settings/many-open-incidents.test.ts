import { beforeEach, expect, test } from '@jest/globals';
import { count, eq } from 'drizzle-orm';
import { open } from '../../src/incidents/open.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import { applySettings, PORTION } from '../../src/settings/apply.ts';
import type { Effects } from '../../src/settings/new-settings.ts';
import type { SettingsWriter } from '../../src/settings/writer.ts';
import { incidents, timers } from '../../src/storage/schema/index.ts';
import { type Database, openDatabase } from '../../src/storage/sqlite/database.ts';
import { incidentChanges } from '../../src/storage/sqlite/incident-changes.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { OPERATOR } from '../operator.ts';
import { tempDatabase } from '../storage/sqlite/temp-database.ts';

const MANY = 3 * PORTION + 50;

const settings = (sla: string, channel = '#search') => `
workspace: { default_channel: "#incidents" }
services: [{ name: Search, channel: "${channel}", sla: { HIGH: { resolve: ${sla} } } }]
`;

let database: Database;
let writer: SettingsWriter;

beforeEach(async () => {
  database = tempDatabase();
  writer = sqliteSettingsWriter(database, systemClock);
  await apply(settings('10h'));
  await database.write(() => {
    const changes = incidentChanges(database.db, systemClock);
    for (let index = 0; index < MANY; index++) changes.open(opening(index), NOTHING_TO_SAY);
  });
});

const apply = (yaml: string, options = {}) =>
  applySettings(writer, yaml, { by: OPERATOR, prune: false, dryRun: false, ...options });

const NOTHING_TO_SAY = {
  belongsTo: [],
  homes: [],
  opens: false,
  newCards: [],
  priority: PRIORITY.HIGH,
  redrawPriority: PRIORITY.HIGH,
  lines: [],
  recaps: [],
  summons: [],
  called: [],
  urgency: 'HIGH' as const,
  wakes: false,
  redraws: false,
  callsOff: false,
  losses: [],
  told: [],
  followers: [],
  ownChannel: null,
  ends: false,
};

function opening(index: number) {
  const rest = { description: null, components: [], source: null, url: null, details: null };
  const report = { ...rest, title: `Slow ${index}`, urgency: 'HIGH' as const, serviceId: 1, dedupKey: `slow ${index}` };
  const sla = { HIGH: { resolve: 36_000_000 } };
  const actor = { kind: 'monitor', name: 'prometheus' } as const;
  return open(
    report,
    {
      now: systemClock.now(),
      actor,
      policy: null,
      heard: ['HIGH'],
      sla,
      maintenance: [],
      delay: null,
      silence: null,
      updateReminder: null,
      group: null,
      upstream: null,
    },
    null,
  );
}

/** How many incidents have had what the new settings mean: each is written once. */
function changed({ db }: Database): number {
  const twice = eq(incidents.version, 2);
  return db.select({ count: count() }).from(incidents).where(twice).get()?.count ?? 0;
}

/** The process dies before the next portion. */
function dyingAfter(portions: number): SettingsWriter {
  let left = portions;
  return {
    ...writer,
    follow: async (...args) => {
      if (left-- === 0) throw new Error('killed');
      return writer.follow(...args);
    },
  };
}

const all = Array.from({ length: MANY }, (_, index) => index + 1);

test('what new settings mean for very many open incidents is written in portions, between which others can write', async () => {
  const other = openDatabase(`file:${database.db.$client.name}`);
  let isOver = false;
  const seen = new Set<number>();
  const clicks = async () => {
    while (!isOver) {
      seen.add(await other.write(() => changed(other)));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const clicking = clicks();
  const { effects, touched } = await apply(settings('1h'));
  isOver = true;
  await clicking;
  other.close();
  const portions = [...seen, MANY].sort((a, b) => a - b);
  const largest = Math.max(...portions.map((count, index) => count - (portions[index - 1] ?? 0)));
  expect(largest).toBeLessThanOrEqual(PORTION);
  expect(effects.newTargets).toEqual(all);
  expect(touched).toEqual([MANY]);
});

test('killed between two portions, applying again finishes it, and does nothing twice', async () => {
  await expect(
    applySettings(dyingAfter(2), settings('1h'), { by: OPERATOR, prune: false, dryRun: false }),
  ).rejects.toThrow('killed');
  expect(changed(database)).toBe(2 * PORTION);
  const { changes, effects } = await apply(settings('1h'));
  expect(changes).toEqual([]);
  expect(effects.newTargets).toEqual(all.slice(2 * PORTION));
  expect(changed(database)).toBe(MANY);
  expect((await apply(settings('1h'))).effects).toMatchObject(NO_EFFECTS);
});

test('settings that are applied before others are finished count for all', async () => {
  await expect(
    applySettings(dyingAfter(1), settings('1h'), { by: OPERATOR, prune: false, dryRun: false }),
  ).rejects.toThrow('killed');
  await apply(settings('2h'));
  const rows = database.db.select({ dueAt: timers.dueAt, openedAt: incidents.openedAt }).from(timers);
  const due = rows.innerJoin(incidents, eq(incidents.number, timers.incidentNumber)).all();
  expect(due).toHaveLength(MANY);
  expect(new Set(due.map(({ dueAt, openedAt }) => dueAt - openedAt))).toEqual(new Set([7_200_000]));
});

test('a dry run says the same, and writes nothing', async () => {
  const { effects, touched } = await apply(settings('1h'), { dryRun: true });
  expect([effects.newTargets, touched]).toEqual([all, [MANY]]);
  expect(changed(database)).toBe(0);
  expect((await apply(settings('10h'))).changes).toEqual([]);
});

const NO_EFFECTS: Effects = { newTargets: [], breached: [], started: [], restarted: [], older: [] };
