import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Channel } from '../../src/slack/store.ts';
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
