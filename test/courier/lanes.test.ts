import { expect, test } from '@jest/globals';
import { HEADS, lanePicking, OLDEST } from '../../src/storage/sqlite/lanes.ts';
import { NEW_CARDS } from '../../src/storage/sqlite/waiting-lane.ts';
import { tempDatabase } from '../storage/temp-database.ts';

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
