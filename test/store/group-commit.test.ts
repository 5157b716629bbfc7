import { describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { GroupCommit } from '../../src/store/sqlite/group-commit.ts';

function openGroup() {
  const sqlite = new Sqlite(':memory:');
  sqlite.exec('create table notes (text text unique)');
  let transactions = 0;
  const group = new GroupCommit(
    (batch) => {
      transactions += 1;
      sqlite.transaction(batch).immediate();
    },
    (operation) => sqlite.transaction(operation)(),
  );
  const insert = (text: string) => sqlite.prepare('insert into notes values (?)').run(text).changes;
  const notes = () => sqlite.prepare<[], { text: string }>('select text from notes order by text').all();
  return { sqlite, group, insert, texts: () => notes().map(({ text }) => text), transactions: () => transactions };
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
  group.flush();
  expect(texts()).toEqual(['first', 'second']);
  expect(transactions()).toBe(2);
});
