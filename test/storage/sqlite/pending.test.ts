import { expect, test } from '@jest/globals';
import { sqliteConnectionStore } from '../../../src/storage/sqlite/connections.ts';
import { sqlitePendingStore } from '../../../src/storage/sqlite/pending.ts';
import { tempDatabase } from './temp-database.ts';

const NOW = Date.parse('2026-01-05T09:00:00Z');

test('a request that was put on disk when its action had another name is read as well', async () => {
  const database = tempDatabase();
  const { id } = await sqliteConnectionStore(database).primary();
  const pending = sqlitePendingStore(database);
  const action = { kind: 'command', number: 1, command: { type: 'acknowledge' } } as const;
  const asker = { requestKey: 'a', slackUserId: 'UCAROL' };
  await pending.add(id, { ...asker, action }, NOW);
  const stored = JSON.stringify({ ...asker, wish: action });
  database.db.$client.prepare('update pending_requests set request = ?').run(stored);
  expect((await pending.waiting(id)).map(({ request }) => request)).toEqual([{ ...asker, action }]);
});
