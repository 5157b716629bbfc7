import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Channel } from '../../src/slack/directory/store.ts';
import { World } from './world.ts';

/** Incidents of its own are private; it is told of all other LOW ones as well. */
const ALL: Channel = {
  connectionId: 1,
  id: '#all',
  name: 'all',
  isPrivate: true,
  isArchived: false,
  isMember: true,
  isGone: false,
};
const QUIET: Channel = { ...ALL, id: '#quiet', name: 'quiet', isPrivate: false };

let world: World;
beforeEach(async () => {
  world = await World.open();
  for (const channel of [ALL, QUIET]) await world.stores.connections.saveChannel(channel, world.clock.now());
});
afterEach(() => world.close());

const inDefault = () => world.slack.messages.filter(({ channelId }) => channelId === '#default');
const lastEvent = async (number: number) => (await world.stores.incidents.timeline(number)).at(-1)?.id;
const timesSaid = (words: string) => inDefault().filter(({ text }) => text.includes(words)).length;

test.each([
  ['that waits', false],
  ['that is in Slack', true],
])(
  'when a private channel closes, what is public of a storm %s goes to the default channel with its lines',
  async (_which, isPosted) => {
    world.slack.outage = true;
    for (let index = 0; index < 4; index++) await world.trigger(`private ${index}`, 'LOW', 'Private');
    const open: number[] = [];
    for (let index = 0; index < 4; index++) open.push(await world.trigger(`public ${index}`, 'LOW', 'Quiet'));
    await world.tick(10);
    if (isPosted) {
      world.slack.outage = false;
      await world.settle();
      world.slack.outage = true;
    }
    for (const number of open) await world.command(number, { type: 'acknowledge' });
    await world.tick(10);
    world.slack.closed.set('#all', 'is_archived');
    await world.stores.connections.saveChannel({ ...ALL, isArchived: true }, world.clock.now());
    world.slack.outage = false;
    await world.settle();
    for (const number of open) {
      expect(timesSaid(`[INC-${number} v2]`)).toBe(1);
      expect(timesSaid(`(INC-${number} event ${await lastEvent(number)})`)).toBe(1);
    }
  },
);
