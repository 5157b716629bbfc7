import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MINUTE, SECOND } from '../../src/lib/clock.ts';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const texts = () => world.slack.roots().map(({ text }) => text);

test('five new incidents are five cards; six that wait are one storm', async () => {
  await world.burst('few', 5);
  await world.settle();
  expect(texts()).toHaveLength(5);
  await world.burst('many', 7);
  await world.settle();
  expect(texts()).toHaveLength(6);
  expect(texts()[5]?.match(/INC-/g)).toHaveLength(7);
});

test('a storm takes in what comes while it is on, and nothing once it has been quiet', async () => {
  await world.burst('storm', 6);
  await world.tick(50);
  await world.tick(5, SECOND);
  await world.trigger('still in it');
  await world.settle();
  expect(texts()).toHaveLength(1);
  await world.tick(15, SECOND);
  await world.trigger('after it');
  await world.settle();
  expect(texts()).toHaveLength(2);
  expect(texts()[1]).toBe('[INC-8 v1]');
});

test('however long alerts go on, a storm of ten minutes is over', async () => {
  await world.burst('storm', 6);
  await world.settle();
  for (let index = 1; index <= 90; index++) {
    await world.tick(8, SECOND);
    await world.trigger(`drop ${index}`);
    await world.settle();
  }
  expect(texts().length).toBeGreaterThan(1);
});

test('what people wait for goes before new cards, those before thread lines', async () => {
  const number = await world.trigger('worked on');
  await world.settle();
  world.slack.mishaps = Array.from({ length: 1 }, () => 'unreachable' as const);
  for (let index = 1; index <= 3; index++) await world.trigger(`waiting ${index}`, 'MEDIUM');
  await world.tick(4);
  await world.command(number, { type: 'acknowledge' });
  const before = world.slack.posts.length;
  await world.settle();
  const posts = world.slack.posts.slice(before);
  expect(posts.findIndex((text) => text.startsWith('(INC-1 event'))).toBe(posts.length - 1);
});

test('a channel that is closed sends its cards to the default one; the admins are told once, until it is open again', async () => {
  await world.stores.connections.primary();
  await world.stores.connections.identify(1, { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' });
  await world.stores.people.saveIdentities([
    {
      connectionId: 1,
      slackUserId: 'UADMIN',
      teamId: 'T1',
      displayName: 'ada',
      email: 'ada@example.com',
      timezone: null,
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      isWorkspaceAdmin: true,
      refreshedAt: 0,
    },
  ]);
  const notices = () => world.slack.posts.filter((text) => text.includes('channel_closed'));
  world.slack.closed.set('#web', 'is_archived');
  await world.trigger('one');
  await world.trigger('two');
  await world.settle();
  expect(world.slack.roots().filter(({ channelId }) => channelId === '#default')).toHaveLength(2);
  expect(notices()).toEqual([expect.stringContaining('"target":"#web","code":"is_archived","fallback":"#default"')]);
  world.slack.closed.clear();
  await world.trigger('three');
  await world.settle();
  world.slack.closed.set('#web', 'is_archived');
  await world.trigger('four');
  await world.settle();
  expect(notices()).toHaveLength(2);
});

test('without a channel to go to instead, the refusal is kept for the operator, and forgotten after a while', async () => {
  world.slack.closed.set('#web', 'channel_not_found').set('#default', 'channel_not_found');
  await world.trigger('nowhere');
  await world.settle();
  const { deliveries } = world.stores;
  expect(await deliveries.failed(10)).toMatchObject([{ error: 'channel_not_found', task: { kind: 'card' } }]);
  await deliveries.forgetFailed(world.clock.now() + 1);
  expect(await deliveries.load()).toEqual({ waiting: 0, oldestAt: null, failed: 0 });
});

test('where history can’t be read, a message whose reply was lost is posted again', async () => {
  world.slack.unreadable.add('#web');
  world.slack.mishaps = ['lost_after'];
  await world.trigger('twice');
  await world.settle();
  expect(texts()).toHaveLength(2);
});

test('or not, when the operator wants it so', async () => {
  await world.close();
  world = await World.open({ whenUnknown: 'give_up' });
  world.slack.unreadable.add('#web');
  world.slack.mishaps = ['lost_after'];
  await world.trigger('once');
  await world.settle();
  expect(texts()).toHaveLength(1);
  expect(await world.stores.deliveries.failed(10)).toMatchObject([{ error: 'outcome_unknown' }]);
});

test('the queue is empty once all is delivered: it does not grow', async () => {
  for (let index = 1; index <= 20; index++) {
    await world.command(await world.trigger(`alert ${index}`), { type: 'acknowledge' });
  }
  await world.settle();
  await world.tick(10, MINUTE);
  expect(await world.stores.deliveries.load()).toEqual({ waiting: 0, oldestAt: null, failed: 0 });
});
