import { expect, test } from '@jest/globals';
import { LANE_HEADS, lanePicking, NEXT_DUE } from '../../src/store/sqlite/lanes.ts';
import { NEW_CARDS } from '../../src/store/sqlite/storm-gathering.ts';
import { tempDatabase } from '../store/temp-database.ts';

const HEAD =
  'select * from deliveries where lane = :lane and failed_at is null order by is_taken desc, priority, id limit 1';

/** What SQLite does with the rows of `deliveries`. */
function plan(query: string, parameters: Record<string, unknown>): string[] {
  const { db } = tempDatabase();
  const steps = db.$client.prepare(`explain query plan ${query}`).all(parameters) as { detail: string }[];
  return steps.map(({ detail }) => detail).filter((detail) => /\b(deliveries|head)\b|ORDER BY/.test(detail));
}

test('no step of picking the next delivery walks through the table', () => {
  const steps = [...plan(LANE_HEADS, { now: 1 }), ...plan(NEXT_DUE, { now: 1 }), ...plan(NEW_CARDS, { lane: 'a' })];
  expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  expect(plan(HEAD, { lane: 'a' })).toEqual(['SEARCH deliveries USING INDEX deliveries_next (lane=?)']);
});

test('lanes come most urgent first, each with what is due; a head that has to wait holds back its lane', async () => {
  const { db } = tempDatabase();
  const picking = lanePicking(db);
  expect(await picking.readyLanes(0)).toEqual([]);
  db.$client.pragma('foreign_keys = OFF'); // only the queue matters here
  const add = db.$client.prepare(
    `insert into deliveries (uuid, connection_id, lane, priority, kind, card_id, event_id,
     created_at, due_at, is_taken, failed_at) values ('u', 1, ?, ?, 'line', 1, 1, 0, ?, ?, ?)`,
  );
  add.run('calm', 4, 0, 0, null);
  add.run('urgent', 1, 0, 0, null);
  add.run('urgent', 4, 0, 0, null);
  add.run('waiting', 1, 100, 0, null);
  add.run('waiting', 4, 0, 0, null);
  add.run('given up', 1, 0, 0, 5);
  add.run('doubtful', 4, 0, 1, null);
  add.run('doubtful', 1, 100, 0, null);
  expect(await picking.readyLanes(10)).toEqual(['urgent', 'calm', 'doubtful']);
  expect(await picking.next('waiting', 10)).toBeNull();
  expect(await picking.next('waiting', 100)).toMatchObject({ priority: 1 });
  expect(await picking.next('doubtful', 10)).toMatchObject({ priority: 4 });
  expect(await picking.nextAttemptAt(10)).toBe(100);
  expect(await picking.nextAttemptAt(100)).toBeNull();
});
