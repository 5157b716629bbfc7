import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Channel } from '../../src/slack/directory/store.ts';
import { World } from './world.ts';

const WEB: Channel = {
  connectionId: 1,
  id: '#web',
  name: 'web',
  isPrivate: true,
  isArchived: false,
  isMember: true,
  isGone: false,
};

let world: World;
beforeEach(async () => {
  world = await World.open();
  await world.stores.connections.saveChannel(WEB, world.clock.now());
});
afterEach(() => world.close());

const inWeb = () => world.slack.roots().filter(({ channelId }) => channelId === '#web');

async function closes(): Promise<void> {
  world.slack.closed.set('#web', 'is_archived');
  await world.stores.connections.saveChannel({ ...WEB, isArchived: true }, world.clock.now());
}

async function opensAgain(): Promise<void> {
  world.slack.closed.delete('#web');
  await world.stores.connections.saveChannel(WEB, world.clock.now());
}

test.each([true, false])(
  'a post whose reply is lost as its private channel closes is looked for when that opens again (in Slack: %s)',
  async (isInSlack) => {
    world.slack.mishaps = [isInSlack ? 'lost_after' : 'lost_before'];
    const number = await world.trigger('private');
    await world.tick(3);
    await closes();
    await world.settle();
    await world.command(number, { type: 'acknowledge' });
    await world.settle();
    await opensAgain();
    await world.settle();
    const version = (await world.stores.incidents.get(number))?.version;
    expect(inWeb().map(({ text }) => text)).toEqual([`[INC-${number} v${version}]`]);
    expect(await world.stores.deliveries.failed(10)).toEqual([]);
  },
);

test('the message of a storm that is lost so is there once, too', async () => {
  world.slack.mishaps = ['lost_after'];
  const numbers = await world.burst('private', 7);
  await world.tick(6);
  expect(world.slack.posts).toHaveLength(1);
  await closes();
  await world.settle();
  await opensAgain();
  await world.settle();
  expect(inWeb()).toHaveLength(1);
  for (const number of numbers) expect(inWeb()[0]?.text).toContain(`[INC-${number} `);
});

test.each(['before', 'after'] as const)(
  'it is so, too, when the process is killed %s what is private is kept',
  async (when) => {
    world.slack.mishaps = ['lost_after'];
    const number = await world.trigger('private');
    await world.tick(3);
    await closes();
    world.deathAt = { operation: 'keepPrivate', when };
    await world.settle();
    world.deathAt = null;
    await opensAgain();
    await world.settle();
    expect(inWeb().map(({ text }) => text)).toEqual([`[INC-${number} v1]`]);
  },
);

test('a message that the operator would rather not have twice is found as well', async () => {
  await world.close();
  world = await World.open({ whenUnknown: 'give_up' });
  await world.stores.connections.saveChannel(WEB, world.clock.now());
  world.slack.mishaps = ['lost_after'];
  const number = await world.trigger('private');
  await world.tick(3);
  await closes();
  await world.settle();
  await opensAgain();
  await world.settle();
  expect(inWeb().map(({ text }) => text)).toEqual([`[INC-${number} v1]`]);
  expect(await world.stores.deliveries.failed(10)).toEqual([]);
});

test('a message that was given up in doubt is looked for before a later change posts it', async () => {
  await world.close();
  world = await World.open({ whenUnknown: 'give_up' });
  world.slack.unreadable.add('#quiet');
  world.slack.mishaps = ['stumbled_after'];
  const number = await world.trigger('quiet', 'HIGH', 'Quiet');
  await world.settle();
  expect(await world.stores.deliveries.failed(10)).toMatchObject([{ error: 'outcome_unknown' }]);
  world.slack.unreadable.clear();
  await world.command(number, { type: 'acknowledge' });
  await world.settle();
  const inQuiet = world.slack.roots().filter(({ channelId }) => channelId === '#quiet');
  expect(inQuiet.map(({ text }) => text)).toEqual([`[INC-${number} v2]`]);
});
