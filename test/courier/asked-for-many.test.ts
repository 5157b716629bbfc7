import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Viewer } from '../../src/incidents/store.ts';
import { MINUTE, SECOND } from '../../src/lib/clock.ts';
import type { StormRequest } from '../../src/notifications/storms/store.ts';
import { World } from './world.ts';

const JANE = { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: null } as const;
const ANYBODY: Viewer = { connectionId: 1, slackUserId: 'U1', userId: null, privateChannelIds: [], isAdmin: true };

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

/** What was said after the messages themselves: in threads, and as lines in channels. */
const sentences = () => world.slack.messages.map(({ text }) => text).filter((text) => text.startsWith('('));
const eventsIn = (text: string | undefined) => text?.match(/event \d+/g) ?? [];

/** Jane has asked for all of a storm to be acknowledged; nothing of it is done yet. */
async function asked(numbers: number[]): Promise<StormRequest> {
  const [card] = await world.cardsOf(numbers[0] ?? 0);
  const request = { stormId: card?.stormId ?? 0, command: { type: 'acknowledge' }, filter: {}, actor: JANE } as const;
  await world.stores.storms.ask({ ...request, requestKey: 'all' }, ANYBODY, world.clock.now());
  const next = await world.stores.storms.nextRequest();
  if (!next) throw new Error('nothing is asked for');
  return next;
}

async function acknowledge(numbers: number[]): Promise<void> {
  for (const number of numbers) {
    const guards = { request: 'all', requestKey: `all:${number}` };
    await world.incidents.executeTogether(number, { type: 'acknowledge' }, JANE, guards);
  }
}

test('what is asked for a storm is one line, however long it takes, across a restart as well', async () => {
  const numbers = await world.burst('storm', 30);
  await world.settle();
  const request = await asked(numbers);
  await acknowledge(numbers.slice(0, 20));
  await world.tick(60, SECOND);
  expect(sentences()).toEqual([]);
  world.restart();
  await world.tick(60, SECOND);
  await acknowledge(numbers.slice(20));
  await world.tick(60, SECOND);
  expect(sentences()).toEqual([]);
  await world.stores.storms.fulfilled(request.id);
  await world.settle();
  expect(sentences()).toHaveLength(1);
  expect(eventsIn(sentences()[0])).toHaveLength(30);
});

test('so it is where its incidents have cards of their own', async () => {
  const numbers = await world.burst('storm', 6);
  await world.settle();
  await world.triggerIn(1, 2, 'MEDIUM');
  await world.settle();
  const request = await asked(numbers);
  const [first = 0, second = 0] = [Math.max(...numbers) + 1, Math.max(...numbers) + 2];
  await acknowledge([first]);
  await world.tick(60, SECOND);
  await acknowledge([second]);
  await world.tick(60, SECOND);
  expect(sentences()).toEqual([]);
  await world.stores.storms.fulfilled(request.id);
  await world.settle();
  expect(sentences().map((text) => eventsIn(text).length)).toEqual([2]);
});

test('whoever is called meanwhile waits for none of it', async () => {
  const titles = Array.from({ length: 8 }, (_, index) => `climbed ${index}`);
  const numbers = await Promise.all(titles.map((title) => world.trigger(title, 'HIGH', 'Climbed')));
  await world.settle();
  await asked(numbers);
  await acknowledge(numbers.slice(0, 2));
  await world.command(numbers[7] ?? 0, { type: 'escalate' });
  await world.tick(30, SECOND);
  expect(sentences()).toHaveLength(1);
  expect(sentences()[0]).toContain(`(INC-${numbers[7]} `);
});

test('a request that is over holds back nothing that the same person does later', async () => {
  const numbers = await world.burst('storm', 8);
  await world.settle();
  const request = await asked(numbers);
  await world.stores.storms.fulfilled(request.id);
  await acknowledge(numbers.slice(0, 1));
  await world.tick(MINUTE / SECOND, SECOND);
  expect(sentences()).toHaveLength(1);
});
