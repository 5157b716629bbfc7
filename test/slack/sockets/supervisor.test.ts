import { afterEach, describe, expect, test } from '@jest/globals';
import { MINUTE, SECOND } from '../../../src/lib/clock.ts';
import { Openings } from '../../../src/slack/sockets/openings.ts';
import type { Socket } from '../../../src/slack/sockets/socket.ts';
import { SocketSupervisor } from '../../../src/slack/sockets/supervisor.ts';
import { HandTurnedClock } from '../../hand-turned-clock.ts';
import { keptLog } from '../../kept-log.ts';

/** A socket whose end the test decides. */
function fakeSocket() {
  let cut = () => {};
  let announce = (_reason: string) => {};
  const closed = new Promise<void>((resolve) => {
    cut = resolve;
  });
  const retiring = new Promise<string>((resolve) => {
    announce = resolve;
  });
  return { socket: { closed, retiring, close: () => cut() } as unknown as Socket, cut, announce };
}

const { logger: silent } = keptLog();

/** Lets everything run that waits for no timer. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const running: SocketSupervisor[] = [];
afterEach(async () => {
  for (const supervisor of running.splice(0)) await supervisor.stop();
});

function supervise() {
  const stopwatch = new HandTurnedClock();
  const sockets: ReturnType<typeof fakeSocket>[] = [];
  const open = async () => {
    const fake = fakeSocket();
    sockets.push(fake);
    return fake.socket;
  };
  const listener = { onConnected() {}, onDisconnected() {} };
  const supervisor = new SocketSupervisor(open, listener, stopwatch, silent);
  running.push(supervisor);
  supervisor.start();
  return { supervisor, stopwatch, sockets };
}

describe('two sockets', () => {
  test('that are cut together six times within 24 seconds are back at once, at least one of them, within the limit of Slack', async () => {
    const { supervisor, stopwatch, sockets } = supervise();
    await settled();
    expect(supervisor.liveSockets).toBe(2);
    for (let cut = 0; cut < 6; cut++) {
      stopwatch.turn(4 * SECOND);
      for (const { cut: end } of sockets) end();
      await settled();
      await settled();
      expect(supervisor.liveSockets).toBeGreaterThanOrEqual(1);
    }
    expect(sockets.length).toBeLessThanOrEqual(11); // ten at once, and one more that 24 seconds give
  });

  test('of which one is cut again and again: the other stays, and openings are left for it', async () => {
    const { supervisor, stopwatch, sockets } = supervise();
    await settled();
    const [steady] = sockets;
    for (let cut = 0; cut < 12; cut++) {
      stopwatch.turn(4 * SECOND);
      for (const one of sockets) if (one !== steady) one.cut();
      await settled();
      await settled();
      expect(supervisor.liveSockets).toBeGreaterThanOrEqual(1);
    }
    expect(sockets.length).toBeLessThanOrEqual(12); // 48 seconds give three more
    steady?.cut();
    await settled();
    expect(supervisor.liveSockets).toBeGreaterThanOrEqual(1);
  });

  test('whose ends are announced have successors before they go', async () => {
    const { supervisor, stopwatch, sockets } = supervise();
    await settled();
    stopwatch.turn(4 * SECOND);
    for (const { announce } of sockets) announce('refresh_requested');
    await settled();
    await settled();
    expect(supervisor.liveSockets).toBe(4);
  });
});

test('a stop does not wait for a connection that is being opened, and closes it when it comes', async () => {
  const fake = fakeSocket();
  let arrive = (_socket: Socket) => {};
  const opened = new Promise<Socket>((resolve) => {
    arrive = resolve;
  });
  const listener = { onConnected() {}, onDisconnected() {} };
  const supervisor = new SocketSupervisor(() => opened, listener, new HandTurnedClock(), silent);
  supervisor.start();
  await supervisor.stop();
  arrive(fake.socket);
  await fake.socket.closed;
  expect(supervisor.liveSockets).toBe(0);
});

describe('the openings', () => {
  test('keep six in reserve, and one more comes every twenty seconds', () => {
    const stopwatch = new HandTurnedClock();
    const openings = new Openings(stopwatch);
    for (let opening = 0; opening < 3; opening++) openings.use();
    expect(openings.untilOneToSpare()).toBe(0);
    openings.use();
    expect(openings.untilOneToSpare()).toBe(20 * SECOND);
    stopwatch.turn(20 * SECOND);
    expect(openings.untilOneToSpare()).toBe(0);
    openings.use();
    openings.giveBack();
    expect(openings.untilOneToSpare()).toBe(0);
    openings.exhausted();
    expect(openings.untilOneToSpare()).toBe(140 * SECOND);
    stopwatch.turn(10 * MINUTE);
    for (let opening = 0; opening < 4; opening++) openings.use();
    expect(openings.untilOneToSpare()).toBe(20 * SECOND);
  });
});
