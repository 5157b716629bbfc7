import { expect, test } from '@jest/globals';
import { lanePicking } from '../../../src/storage/sqlite/lanes.ts';
import { tempDatabase } from './temp-database.ts';

test('of each lane comes one delivery for each call, the most urgent of all first; what waits by itself is passed by', async () => {
  const { db } = tempDatabase();
  const picking = lanePicking(db);
  expect(await picking.heads([])).toEqual([]);
  db.$client.pragma('foreign_keys = OFF'); // only the queue matters here
  const add = db.$client.prepare(
    `insert into deliveries (uuid, connection_id, lane, priority, kind, method, card_id, event_id,
     created_at, is_taken, failed_at) values ('u', 1, ?, ?, ?, ?, ?, 1, 0, ?, ?)`,
  );
  const [post, update] = ['chat.postMessage', 'chat.update'];
  add.run('calm', 4, 'line', post, 1, 0, null);
  add.run('urgent', 4, 'line', post, 2, 0, null);
  add.run('urgent', 1, 'card', post, 3, 0, null);
  add.run('urgent', 6, 'card', update, 4, 0, null);
  add.run('given up', 0, 'line', post, 5, 0, 5);
  add.run('doubtful', 1, 'line', post, 6, 0, null);
  add.run('doubtful', 4, 'line', post, 7, 1, null);
  const heads = async (passed: string[]) => (await picking.heads(passed)).map(({ lane, id }) => `${lane} ${id}`);
  expect(await heads([])).toEqual(['urgent 3', 'calm 1', 'doubtful 7', 'urgent 4']);
  expect(await heads(['card:3', 'line:7', 'card:4'])).toEqual(['doubtful 6', 'calm 1', 'urgent 2']);
  const oldest = async (passed: string[]) => (await picking.oldest(passed)).map(({ lane, id }) => `${lane} ${id}`);
  expect(await oldest([])).toEqual(['calm 1', 'urgent 2', 'urgent 4', 'doubtful 7']);
  expect(await oldest(['line:1', 'line:7'])).toEqual(['urgent 2', 'urgent 4', 'doubtful 6']);
  expect(await picking.delivery(3)).toMatchObject({ lane: 'urgent', priority: 1 });
  expect(await picking.delivery(5)).toBeNull();
});
