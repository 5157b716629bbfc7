import { expect, test } from '@jest/globals';
import { PRIORITY } from '../../src/notifications/priority.ts';
import { ONE_IN, Turns } from '../../src/notifications/queue/turns.ts';
import type { Head } from '../../src/notifications/types.ts';

const UPDATES = { connectionId: 1, method: 'chat.update' } as const;

/** Who has each of the next calls, when there is always somebody more urgent, and somebody who has waited longer. */
function next(turns: Turns, calls: number, call = UPDATES): string {
  return Array.from({ length: calls }, () => {
    const isForOldest = turns.isForOldest(call);
    if (isForOldest) turns.gaveOldest(call);
    else turns.gaveUrgent(call);
    return isForOldest ? 'o' : 'u';
  }).join('');
}

test('of ten calls the last is for whoever has waited longest', () => {
  expect(ONE_IN).toBe(10);
  expect(next(new Turns(), 21)).toBe('uuuuuuuuuouuuuuuuuuou');
});

test.each([
  ['another method', { connectionId: 1, method: 'chat.postMessage' }],
  ['another workspace', { connectionId: 2, method: 'chat.update' }],
] as const)('%s has turns of its own', (_what, other) => {
  const turns = new Turns();
  next(turns, 9);
  expect(turns.isForOldest(other)).toBe(false);
  turns.gaveOldest(other);
  expect(turns.isForOldest(UPDATES)).toBe(true);
});

test('a turn that is not used is the next one’s who has waited long, and one that nobody can take is kept', () => {
  const turns = new Turns();
  next(turns, 10);
  turns.oldestGaveBack(UPDATES);
  expect(turns.isForOldest(UPDATES)).toBe(true);
  turns.gaveUrgent(UPDATES);
  expect(turns.isForOldest(UPDATES)).toBe(true);
});

test('of each call that is for the longest waiting, the first that may go is picked', () => {
  const turns = new Turns();
  next(turns, 9);
  const head = (id: number, method: Head['method']): Head => {
    return {
      id,
      connectionId: 1,
      lane: `lane ${id}`,
      priority: PRIORITY.repeat,
      method,
      kind: 'card',
      work: `card:${id}`,
    };
  };
  const oldest = [head(1, 'chat.postMessage'), head(2, 'chat.update'), head(3, 'chat.update'), head(4, 'chat.update')];
  expect(turns.pick(oldest, ({ id }) => id !== 2).map(({ id }) => id)).toEqual([3]);
});
