import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { opsknight } from './app-process.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

test('without tokens the app says which are missing, where to get them and how to try it without, and exits with 2', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opsknight-'));
  const ended = (await opsknight({ DATABASE_URL: `file:${folder}/x.db` }, 'start').catch((error) => error)) as Ended;
  expect(ended.code).toBe(2);
  for (const words of ['SLACK_BOT_TOKEN', 'xoxb-', 'SLACK_APP_TOKEN', 'xapp-', 'api.slack.com/apps', 'npm run demo']) {
    expect(ended.stderr).toContain(words);
  }
  await rm(folder, { recursive: true, force: true });
});

test('a port that is taken is named, with what to do', async () => {
  const { port } = new URL(house.app.url);
  const elsewhere = {
    ...house.environment,
    DATABASE_URL: `file:${join(house.folder, 'second.db')}`,
    HTTP_PORT: port,
  };
  const second = (await opsknight(elsewhere, 'start').catch((error) => error)) as Ended;
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`Port ${port}`);
  expect(second.stderr).toContain('HTTP_PORT');
  expect(second.stderr).not.toContain('    at ');
});

test('a second app on the same database says so and ends; commands work beside the app, and after a kill it is back at once', async () => {
  const second = (await opsknight(house.environment, 'start').catch((error) => error)) as Ended;
  expect(second.code).toBe(1);
  expect(second.stderr).toContain('Another OpsKnight (process ');
  expect(second.stderr).toContain('Stop the other one first');
  expect((await house.cli('keys', 'list')).stdout).toContain('tests');
  await house.app.kill();
  await house.start();
  expect(house.app.log).not.toContain('waiting for a sign of life');
});

test('a second signal ends at once a stop that waits for something, also with 0', async () => {
  // A request whose body never comes to its end.
  const { hostname, port } = new URL(house.app.url);
  const slow = connect(Number(port), hostname);
  await once(slow, 'connect');
  slow.on('error', () => {});
  slow.write('POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n');
  slow.write(`Authorization: Bearer ${house.apiKey}\r\nExpect: 100-continue\r\n\r\n`);
  await once(slow, 'data'); // it is being read
  house.app.askToStop();
  await until(
    () => house.app.log.includes('"stopping"'),
    () => house.app.log,
  );
  expect(await house.app.stop()).toBe(0);
  expect(house.app.log).toContain('told to stop again');
  expect(house.app.log).not.toContain('"stopped"');
  await house.start();
});

test('connections that are open and say nothing hold no stop up', async () => {
  const { hostname, port } = new URL(house.app.url);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  const ended = once(silent, 'close');
  expect(await house.app.stop()).toBe(0);
  await ended;
  expect(house.app.log).toMatch(/"stopped"\}\n$/);
  await house.start();
});

test('a stop ends what is under way and exits with 0', async () => {
  await house.trigger('Under way');
  expect(await house.app.stop()).toBe(0);
  await house.start();
  await house.channel('#payment-alerts').waitForMessage('Under way');
});
