import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

/** Three incidents with cards of their own, whose next step calls the channel that they are in. */
async function escalatedAtOnce(): Promise<number[]> {
  const numbers: number[] = [];
  for (const title of ['first', 'second', 'third']) numbers.push(await world.trigger(title, 'HIGH', 'Announced'));
  await world.fireDue();
  await world.settle();
  world.clock.goOn(10 * MINUTE);
  await world.fireDue();
  return numbers;
}

const escalationOf = async (number: number) => {
  const timeline = await world.stores.incidents.timeline(number);
  const last = timeline.findLast(({ fact }) => fact.kind === 'escalated');
  return `(INC-${number} event ${last?.id})`;
};
const saying = (words: string) => world.slack.messages.filter(({ text }) => text.includes(words));

test('what happens at once to several is one line where their channel is open', async () => {
  const numbers = await escalatedAtOnce();
  await world.settle();
  const lines = (await Promise.all(numbers.map(escalationOf))).map(saying);
  expect(new Set(lines.flat()).size).toBe(1);
  expect(lines.flat()[0]).toMatchObject({ channelId: '#jane', threadTs: null });
});

test('where the channel that it calls is closed by then, each incident calls where its card has gone, once', async () => {
  const numbers = await escalatedAtOnce();
  world.slack.closed.set('#jane', 'is_archived');
  await world.settle();
  for (const number of numbers) {
    const [moved] = saying(`[INC-${number} `).filter(({ channelId }) => channelId === '#default');
    expect(saying(await escalationOf(number))).toMatchObject([
      { channelId: '#default', threadTs: moved?.ts ?? 'none' },
    ]);
  }
});

test('a restart while it is set apart loses no line of it, and says none twice', async () => {
  const numbers = await escalatedAtOnce();
  world.slack.closed.set('#jane', 'is_archived');
  world.deathAt = { operation: 'setApart', when: 'after' };
  await world.settle();
  expect(world.deathAt).toBeNull();
  for (const number of numbers) expect(saying(await escalationOf(number))).toHaveLength(1);
});
