import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type LocalSlack, startLocalSlack } from 'local-slack';
import { HOUR, SECOND } from '../../../src/lib/clock.ts';
import { slackLogger } from '../../../src/slack/logger.ts';
import { Socket } from '../../../src/slack/sockets/socket.ts';
import { keptLog } from '../../kept-log.ts';
import { until } from '../../until.ts';

let slack: LocalSlack;
let socket: Socket;
let ended = false;
let pongs = 0;
const count = () => {
  pongs += 1;
};

beforeEach(async () => {
  slack = await startLocalSlack({ manifestPath: 'manifest.yml' });
  socket = await Socket.open({
    appToken: slack.appToken,
    apiUrl: slack.apiUrl,
    logger: slackLogger(keptLog('info').logger, 'socket-mode'),
    proxy: undefined,
    onEnvelope: () => {},
  });
  ended = false;
  void socket.closed.then(() => {
    ended = true;
  });
  pongs = 0;
  subscribe('undici:websocket:pong', count);
});

afterEach(async () => {
  unsubscribe('undici:websocket:pong', count);
  jest.restoreAllMocks();
  slack.faults.halfOpenSockets(false);
  socket.close();
  await socket.closed;
  await slack.stop();
});

test('the wall clock is set forward by an hour: the connection stays', async () => {
  await until(() => pongs > 0);
  const now = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + HOUR);
  const before = pongs;
  await until(() => ended || pongs > before + 1);
  expect(ended).toBe(false);
});

test('the process stands still for seven seconds: the connection stays', async () => {
  await until(() => pongs > 0);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7 * SECOND);
  const before = pongs;
  await until(() => ended || pongs > before + 1);
  expect(ended).toBe(false);
});

test('Slack answers no more: the connection is given up', async () => {
  slack.faults.halfOpenSockets();
  await socket.closed;
  expect(slack.violations.all).toEqual([]);
});
