import { expect, test } from '@jest/globals';
import type { Outcome } from '../../src/incidents/service.ts';
import { StorageFailure } from '../../src/lib/storage-failure.ts';
import { createLogger } from '../../src/logger.ts';
import { StormBulk } from '../../src/notifications/storms/bulk.ts';
import type { StormRequest } from '../../src/notifications/storms/store.ts';

const jane = { kind: 'person', connectionId: 1, slackUserId: 'UJANE0001', name: 'jane', userId: 1 } as const;

/** A storm of sixty incidents; `execute` says what becomes of each. */
async function acknowledged(execute: (number: number) => Promise<Outcome>, requests = 1) {
  const waiting: StormRequest[] = Array.from({ length: requests }, (_, index) => {
    const requestKey = `request ${index + 1}`;
    const command = { type: 'acknowledge' } as const;
    return { id: index + 1, stormId: 7, throughNumber: 60, actor: jane, requestKey, command, filter: {} };
  });
  const open = new Set(Array.from({ length: 60 }, (_, index) => index + 1));
  const tried: number[] = [];
  let finished = () => {};
  const done = new Promise<void>((resolve) => (finished = resolve));
  const storms = {
    nextRequest: async () => waiting[0] ?? null,
    stillToDo: async (_request: StormRequest, after: number, limit: number) =>
      [...open].filter((number) => number > after).slice(0, limit),
    isAsked: async () => waiting.length > 0,
    fulfilled: async () => {
      waiting.shift();
      if (waiting.length === 0) finished();
    },
  };
  const incidents = {
    async executeTogether(number: number) {
      tried.push(number);
      const outcome = await execute(number);
      open.delete(number);
      return outcome;
    },
  };
  const all = new StormBulk(storms, incidents, createLogger('silent'));
  all.wake();
  await done;
  await all.stop();
  return { open: [...open], tried };
}

test('an incident that can not be acknowledged keeps neither the rest nor the next request waiting', async () => {
  const { open, tried } = await acknowledged(async (number) => {
    if (number === 3) throw new Error('its row makes no sense');
    return number === 4 ? { kind: 'not_found' } : { kind: 'repeated' };
  }, 2);
  expect(open).toEqual([3]);
  expect(tried).toHaveLength(61);
});

test('a database that can not be written for now is waited for', async () => {
  let failures = 1;
  const { open } = await acknowledged(async (number) => {
    if (number === 30 && failures-- > 0) throw new StorageFailure('busy', 'SQLITE_BUSY');
    return { kind: 'repeated' };
  });
  expect(open).toEqual([]);
});
