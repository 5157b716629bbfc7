import { execFile } from 'node:child_process';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { SECOND } from '../../../src/lib/clock.ts';
import { soon } from '../../../src/slack/api/patience.ts';

test('who never answers is given up', async () => {
  await expect(soon(new Promise(() => {}))).rejects.toMatchObject({ code: 'too_slow' });
});

test('a process that stood still reads what has come meanwhile before it gives anybody up', async () => {
  const answer = soon(promisify(execFile)('sleep', ['0.5']));
  answer.catch(() => {});
  await sleep(SECOND / 4);
  await setImmediate(); // then timers have their turn before anything is read
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * SECOND);
  await expect(answer).resolves.toMatchObject({ stderr: '' });
});
