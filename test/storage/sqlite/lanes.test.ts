import { expect, test } from '@jest/globals';
import { IncidentService } from '../../../src/incidents/service.ts';
import { applySettings } from '../../../src/settings/apply.ts';
import type { Database } from '../../../src/storage/sqlite/database.ts';
import { HEADS, lanePicking, OLDEST } from '../../../src/storage/sqlite/lanes.ts';
import { sqliteSettingsWriter } from '../../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { NEW_CARDS } from '../../../src/storage/sqlite/waiting-lane.ts';
import { EVERYBODY } from '../../everybody.ts';
import { OPERATOR } from '../../operator.ts';
import { tempDatabase } from './temp-database.ts';

const NOW = Date.UTC(2026, 0, 5, 12);

/** What SQLite does with the rows of `deliveries`. */
function plan(query: string, parameters: Record<string, unknown>): string[] {
  const { db } = tempDatabase();
  const steps = db.$client.prepare(`explain query plan ${query}`).all(parameters) as { detail: string }[];
  return steps.map(({ detail }) => detail).filter((detail) => /\b(deliveries|head)\b/.test(detail));
}

test('no step of picking the next delivery walks through the table', () => {
  const steps = [
    ...[HEADS, OLDEST].flatMap((query) => plan(query, { passed: '[]' })),
    ...plan(NEW_CARDS, { lane: 'a' }),
  ];
  expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  expect(steps).toContain('SEARCH deliveries USING INDEX deliveries_next (lane=? AND method=?)');
});

test('of each lane comes one delivery for each call, the most urgent of all first; what waits by itself is passed by', async () => {
  const { db } = tempDatabase();
  const picking = lanePicking(db);
  expect(await picking.heads([])).toEqual([]);
  db.$client.pragma('foreign_keys = OFF'); // only the queue matters here
  const add = db.$client.prepare(
    `insert into deliveries (uuid, connection_id, lane, priority, kind, method, work, created_at, is_taken, failed_at)
     values ('u', 1, ?, ?, ?, ?, ?, 0, ?, ?)`,
  );
  const [post, update] = ['chat.postMessage', 'chat.update'];
  add.run('calm', 4, 'line', post, 'line:1', 0, null);
  add.run('urgent', 4, 'line', post, 'line:2', 0, null);
  add.run('urgent', 1, 'card', post, 'card:3', 0, null);
  add.run('urgent', 6, 'card', update, 'card:4', 0, null);
  add.run('given up', 0, 'line', post, 'line:5', 0, 5);
  add.run('doubtful', 1, 'line', post, 'line:6', 0, null);
  add.run('doubtful', 4, 'line', post, 'line:7', 1, null);
  const heads = async (passed: string[]) => (await picking.heads(passed)).map(({ lane, id }) => `${lane} ${id}`);
  expect(await heads([])).toEqual(['urgent 3', 'calm 1', 'doubtful 7', 'urgent 4']);
  expect(await heads(['card:3', 'line:7', 'card:4'])).toEqual(['doubtful 6', 'calm 1', 'urgent 2']);
  const oldest = async (passed: string[]) => (await picking.oldest(passed)).map(({ lane, id }) => `${lane} ${id}`);
  expect(await oldest([])).toEqual(['calm 1', 'urgent 2', 'urgent 4', 'doubtful 7']);
  expect(await oldest(['line:1', 'line:7'])).toEqual(['urgent 2', 'urgent 4', 'doubtful 6']);
  expect(await picking.delivery(3)).toMatchObject({ lane: 'urgent', priority: 1 });
  expect(await picking.delivery(5)).toBeNull();
});

/** Remembers every statement that is prepared from now on. */
function overhear({ db }: Database): Set<string> {
  const heard = new Set<string>();
  const prepare = db.$client.prepare.bind(db.$client);
  db.$client.prepare = ((source: string) => {
    heard.add(source);
    return prepare(source);
  }) as typeof prepare;
  return heard;
}

test('nothing that happens to the queue walks through the table, however much waits in it', async () => {
  const database = tempDatabase();
  const heard = overhear(database);
  const { deliveries, incidents, connections } = sqliteStorage(database, { now: () => NOW });
  const { id } = await connections.primary();
  await connections.replaceChannels(id, [], NOW);
  const settings = 'workspace: { default_channel: "#web", subscriptions: [{ channel: "#all" }] }';
  await applySettings(sqliteSettingsWriter(database, { now: () => NOW }), settings, {
    by: OPERATOR,
    dryRun: false,
    prune: false,
  });
  const service = new IncidentService(incidents, { now: () => NOW }, () => {}, EVERYBODY);
  const nothing = { description: null, components: [], source: null, url: null, details: null, serviceId: null };
  for (let count = 0; count < 7; count++) {
    const report = { ...nothing, title: `${count}`, urgency: 'HIGH' as const, dedupKey: `${count}` };
    await service.report(report, { kind: 'monitor', name: 'test' });
  }
  await service.execute(1, { type: 'note', text: 'looking' }, { kind: 'clock' });
  for (const [index, target] of ['#web', '#all'].entries()) {
    const [head] = (await deliveries.heads([])).filter(({ lane }) => lane.endsWith(target));
    const delivery = await deliveries.delivery(head?.id ?? 0);
    const job = delivery && (await deliveries.job(delivery.task));
    if (!delivery || !job?.message || !job.about) throw new Error(`nothing is owed to ${target}`);
    if (index === 0) await deliveries.gather(delivery, job.place, NOW);
    await deliveries.begin(delivery, NOW);
    await deliveries.isAwaited(job.message);
    await deliveries.isThreadInDoubt(job.message, 0);
    await deliveries.postpone(delivery, { isUnsent: true, counts: true });
    await deliveries.keepPrivate(delivery, job.about, 'is_archived', '#default', NOW);
    await deliveries.reroute(job.message, '#other');
    await deliveries.editRefused(job.about);
    await deliveries.finish(delivery, { channelId: 'C1', ts: `${index}.1` }, NOW);
  }
  await service.execute(1, { type: 'resolve', note: null }, { kind: 'clock' });
  const { $client } = database.db;
  const aboutTheQueue = [...heard].filter(
    (source) => /\bdeliveries\b/.test(source) && /^\s*(select|update|delete)/i.test(source),
  );
  const walks = aboutTheQueue
    .filter((source) => !/:lane/.test(source)) // see above
    .filter((source) => !/count\(\*\)|order by "deliveries"."id" asc limit/.test(source)) // only metrics ask so
    .flatMap((source) => {
      const unknown = Array.from(source.matchAll(/\?/g), () => null);
      const steps = $client.prepare(`explain query plan ${source}`).all(...unknown) as { detail: string }[];
      return steps
        .filter(({ detail }) => /^SCAN (deliveries|storm_lines|cards)/.test(detail))
        .map(({ detail }) => [source, detail]);
    });
  expect(walks).toEqual([]);
  expect(aboutTheQueue.length).toBeGreaterThan(10);
});
