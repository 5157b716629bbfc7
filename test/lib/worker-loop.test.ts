import { describe, expect, it } from '@jest/globals';
import { WorkerLoop } from '../../src/lib/worker-loop.ts';

const BACKOFF = { first: 2, most: 2 };

/** A worker over a list, and the moments at which it has found the list empty. */
function desk(options: { failing?: Map<string, number> } = {}) {
  const waiting: string[] = [];
  const done: string[] = [];
  const failures: number[] = [];
  const events = new EventTarget();
  const loop = new WorkerLoop({
    async step() {
      const next = waiting[0];
      // A read that takes its time: what comes after it was made is not in it.
      await new Promise((resolve) => setImmediate(resolve));
      if (next === undefined) {
        events.dispatchEvent(new Event('idle'));
        return false;
      }
      const left = options.failing?.get(next) ?? 0;
      if (left > 0) {
        options.failing?.set(next, left - 1);
        throw new Error(`no ${next} yet`);
      }
      waiting.shift();
      done.push(next);
      events.dispatchEvent(new Event('done'));
      return true;
    },
    backoff: BACKOFF,
    onFailure: (_error, count) => failures.push(count),
  });
  const until = async (fact: () => boolean) => {
    while (!fact()) await new Promise((resolve) => setImmediate(resolve));
  };
  return { waiting, done, failures, events, loop, until };
}

describe('a worker loop', () => {
  it('does nothing before it is woken, then works off all there is', async () => {
    const { waiting, done, loop, until } = desk();
    waiting.push('a', 'b');
    expect(done).toEqual([]);
    loop.wake();
    await until(() => done.length === 2);
    expect(done).toEqual(['a', 'b']);
    await loop.stop();
  });

  it('hears a call that comes after its last look and before it rests', async () => {
    const { waiting, done, events, loop, until } = desk();
    events.addEventListener(
      'idle',
      () => {
        // It has seen an empty list, and has not yet come back from looking.
        waiting.push('late');
        loop.wake();
      },
      { once: true },
    );
    loop.wake();
    await until(() => done.length === 1);
    expect(done).toEqual(['late']);
    await loop.stop();
  });

  it('loses none of many calls, whenever they come', async () => {
    const { waiting, done, loop, until } = desk();
    for (let index = 0; index < 300; index++) {
      waiting.push(String(index));
      loop.wake();
      for (let turn = 0; turn < index % 4; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (index % 5 === 0) await Promise.resolve();
    }
    await until(() => done.length === 300);
    expect(waiting).toEqual([]);
    await loop.stop();
  });

  it('tries again after a failure, counts those in a row, and goes on with the rest', async () => {
    const { waiting, done, failures, loop, until } = desk({
      failing: new Map([
        ['a', 3],
        ['c', 1],
      ]),
    });
    waiting.push('a', 'b', 'c');
    loop.wake();
    await until(() => done.length === 3);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(failures).toEqual([1, 2, 3, 1]);
    await loop.stop();
  });

  it('finishes the piece in hand when it is stopped, and hears nothing any more', async () => {
    const { waiting, done, events, loop } = desk();
    waiting.push('a', 'b');
    const first = new Promise((resolve) => events.addEventListener('done', resolve, { once: true }));
    loop.wake();
    await first;
    await loop.stop();
    loop.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual(['a']);
    expect(waiting).toEqual(['b']);
  });

  it('is stopped at once while it waits after a failure', async () => {
    const events: string[] = [];
    const loop = new WorkerLoop({
      step: () => Promise.reject(new Error('never')),
      backoff: { first: 3_600_000, most: 3_600_000 },
      onFailure: () => events.push('failed'),
    });
    loop.wake();
    while (events.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await loop.stop();
    expect(events).toEqual(['failed']);
  });
});
