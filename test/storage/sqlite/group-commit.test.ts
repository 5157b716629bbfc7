import { describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { StorageFailure } from '../../../src/lib/storage-failure.ts';
import { GroupCommit } from '../../../src/storage/sqlite/group-commit.ts';

function openGroup() {
  const sqlite = new Sqlite(':memory:');
  sqlite.exec('create table notes (text text unique)');
  let transactions = 0;
  let locked = false;
  let elapsed = 0;
  const outcomes: (string | null)[] = [];
  const group = new GroupCommit({
    transaction: (batch) => {
      transactions += 1;
      if (locked) throw new StorageFailure('busy', 'SQLITE_BUSY');
      sqlite.transaction(batch).immediate();
    },
    attempt: (operation) => sqlite.transaction(operation)(),
    patience: 1_000,
    stopwatch: { elapsed: () => elapsed },
    onOutcome: (failure) => outcomes.push(failure?.trouble ?? null),
  });
  const insert = (text: string) => sqlite.prepare('insert into notes values (?)').run(text).changes;
  const notes = () => sqlite.prepare<[], { text: string }>('select text from notes order by text').all();
  return {
    sqlite,
    group,
    insert,
    outcomes,
    texts: () => notes().map(({ text }) => text),
    transactions: () => transactions,
    lock: (on: boolean) => (locked = on),
    passes: (ms: number) => (elapsed += ms),
  };
}

describe('writes that arrive together', () => {
  test('share one transaction, and each gets its own answer', async () => {
    const { group, insert, texts, transactions } = openGroup();
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => group.write(() => insert(text) && text)));
    expect(answers).toEqual(['a', 'b', 'c']);
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(transactions()).toBe(1);
  });

  test('do not share each other’s failures: one that throws is undone alone', async () => {
    const { group, insert, texts } = openGroup();
    const failing = group.write(() => {
      insert('half done');
      throw new Error('changed my mind');
    });
    const others = Promise.all([group.write(() => insert('before')), group.write(() => insert('after'))]);
    await expect(failing).rejects.toThrow('changed my mind');
    await others;
    expect(texts()).toEqual(['after', 'before']);
  });

  test('all fail when the commit does, and the next ones work again', async () => {
    const { sqlite, group, insert, texts } = openGroup();
    sqlite.pragma('query_only = on');
    const answers = await Promise.allSettled([group.write(() => insert('a')), group.write(() => insert('b'))]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    sqlite.pragma('query_only = off');
    await group.write(() => insert('c'));
    expect(texts()).toEqual(['c']);
  });
});

test('a write that arrives while others are committed waits for the next transaction', async () => {
  const { group, insert, texts, transactions } = openGroup();
  await group.write(() => {
    void group.write(() => insert('second'));
    return insert('first');
  });
  expect(texts()).toEqual(['first']);
  expect(group.pending).toBe(1);
  group.close();
  expect(texts()).toEqual(['first', 'second']);
  expect(transactions()).toBe(2);
});

test('many writes take several transactions, so that whatever else there is has its turn, and keep their order', async () => {
  const { group, insert, texts, transactions, passes } = openGroup();
  const order: string[] = [];
  const write = (text: string) =>
    group.write(() => {
      passes(10);
      order.push(text);
      return insert(text);
    });
  const names = Array.from({ length: 9 }, (_, index) => `${index}`);
  const all = Promise.all(names.map(write));
  await new Promise((resolve) => setImmediate(resolve));
  expect(texts()).toEqual(['0', '1', '2']);
  const late = write('late');
  await Promise.all([all, late]);
  expect(order).toEqual([...names, 'late']);
  expect(transactions()).toBe(4);
});

describe('while another process has the database locked', () => {
  test('writes wait, in their order, and nothing else does', async () => {
    const { group, insert, texts, outcomes, transactions, lock } = openGroup();
    lock(true);
    const first = group.write(() => insert('first'));
    while (transactions() < 3) await new Promise((resolve) => setImmediate(resolve));
    const second = group.write(() => (texts().includes('first') ? 'after it' : 'before it'));
    expect(group.pending).toBe(2);
    lock(false);
    expect(await Promise.all([first, second])).toEqual([1, 'after it']);
    expect(outcomes.at(-1)).toBeNull();
    expect(new Set(outcomes)).toEqual(new Set(['busy', null]));
  });

  test('a write is given up when its caller can wait no longer, and leaves nothing behind; later ones still wait', async () => {
    const { group, insert, texts, lock, passes } = openGroup();
    lock(true);
    const early = group.write(() => insert('early'));
    passes(900);
    const late = group.write(() => insert('late'));
    passes(100);
    await expect(early).rejects.toMatchObject({ name: 'StorageFailure', trouble: 'busy' });
    lock(false);
    await late;
    expect(texts()).toEqual(['late']);
  });

  test('what still waits when the database is closed is refused', async () => {
    const { group, insert, lock } = openGroup();
    lock(true);
    const waiting = group.write(() => insert('too late'));
    const refused = expect(waiting).rejects.toMatchObject({ trouble: 'busy' });
    group.close();
    await refused;
  });
});

test('a disk that is full fails all writes of a transaction: SQLite may have undone them together', async () => {
  const { group, insert, texts } = openGroup();
  const answers = await Promise.allSettled([
    group.write(() => insert('before')),
    group.write(() => {
      throw new StorageFailure('full', 'SQLITE_FULL');
    }),
    group.write(() => insert('after')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(texts()).toEqual([]);
});
