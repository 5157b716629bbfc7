import { expect, test } from '@jest/globals';
import { HOUR } from '../../src/clock.ts';
import { deliveries } from '../../src/storage/schema/index.ts';
import { sqliteConnectionStore } from '../../src/storage/sqlite/connections.ts';
import { sqlitePendingStore } from '../../src/storage/sqlite/pending.ts';
import { tempDatabase } from './temp-database.ts';

const NOW = Date.parse('2026-01-05T09:00:00Z');
const ANSWER = { text: 'It is done.' };

/** An answer that is owed to somebody. */
const told = (to: string) => ({ detail: expect.objectContaining({ to }) });

const request = (requestKey: string, slackUserId = 'UCAROL') => ({
  requestKey,
  slackUserId,
  wish: { kind: 'command', number: 1, command: { type: 'acknowledge' } } as const,
});

async function open() {
  const database = tempDatabase();
  const { id } = await sqliteConnectionStore(database).primary();
  const owed = () => database.db.select({ detail: deliveries.detail }).from(deliveries).all();
  return {
    pending: sqlitePendingStore(database),
    id,
    owed,
    count: () => database.db.select().from(deliveries).all().length,
  };
}

test('a request waits once, is settled once, and its answer is owed once', async () => {
  const { pending, id, owed, count } = await open();
  await pending.add(id, request('a'), NOW);
  await pending.add(id, request('a'), NOW);
  const [waiting, ...others] = await pending.waiting(id);
  expect([waiting?.request, others]).toEqual([request('a'), []]);
  const row = waiting?.id ?? 0;
  await pending.settle(row, { answer: ANSWER, keep: false }, NOW);
  await pending.settle(row, { answer: ANSWER, keep: false }, NOW);
  expect(await pending.waiting(id)).toEqual([]);
  expect([owed(), count()]).toEqual([[told('UCAROL')], 1]);
});

test('what waits for its asker to be known is theirs alone, is not worked off, and expires', async () => {
  const { pending, id, owed } = await open();
  const kept = await pending.keep(id, request('a'), NOW);
  expect(await pending.waiting(id)).toEqual([]);
  expect(await pending.kept(id, kept, 'UCAROL', NOW)).toEqual(request('a'));
  expect(await pending.kept(id, kept, 'UBOB', NOW)).toBe(null);
  expect(await pending.kept(id, kept + 1, 'UCAROL', NOW)).toBe(null);
  expect(await pending.kept(id, kept, 'UCAROL', NOW + 1)).toBe(null);
  expect(await pending.keep(id, request('a'), NOW + HOUR)).toBe(kept);
  await pending.forgetKept(NOW + 1);
  expect(await pending.kept(id, kept, 'UCAROL', 0)).toBe(null);
  expect(owed()).toEqual([]);
});

test('a request that Slack has settled may go on to wait for its asker, who is told', async () => {
  const { pending, id, owed } = await open();
  await pending.add(id, request('a'), NOW);
  const [waiting] = await pending.waiting(id);
  await pending.settle(waiting?.id ?? 0, { answer: ANSWER, keep: true }, NOW);
  expect(await pending.waiting(id)).toEqual([]);
  expect(await pending.kept(id, waiting?.id ?? 0, 'UCAROL', NOW)).toEqual(request('a'));
  expect(owed()).toEqual([told('UCAROL')]);
  // Asked for once more while Slack does not answer: it waits for Slack again.
  await pending.add(id, request('a'), NOW);
  expect(await pending.waiting(id)).toHaveLength(1);
});
