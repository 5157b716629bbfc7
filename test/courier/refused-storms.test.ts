import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { World } from './world.ts';

const JANE = '@jane@example.com';
const MANY = 8;

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const failures = async (number: number) =>
  (await world.stores.incidents.timeline(number)).filter(({ fact }) => fact.kind === 'page_failed').length;

/** While Slack is away Jane is paged for so many incidents that they become one message. */
async function pagesWait(): Promise<number[]> {
  world.slack.outage = true;
  const numbers: number[] = [];
  for (let index = 0; index < MANY; index++) numbers.push(await world.trigger(`down ${index}`, 'HIGH', 'Climbed'));
  await world.fireDue();
  await world.tick(10);
  return numbers;
}

async function slackIsBack(): Promise<void> {
  world.slack.outage = false;
  await world.settle();
}

const isDeactivated = () => world.slack.closed.set(JANE, 'user_is_deactivated');
const toJane = () => world.slack.messages.filter(({ channelId }) => channelId === JANE);

const DEATHS = ['execute', 'fail'].flatMap((operation) => [
  { operation, when: 'before' as const },
  { operation, when: 'after' as const },
]);

describe('many pages in one message to somebody whom Slack refuses it for', () => {
  test.each([null, ...DEATHS])('are said once in each incident, whenever the process is killed: %j', async (death) => {
    const numbers = await pagesWait();
    isDeactivated();
    world.deathAt = death;
    await slackIsBack();
    world.deathAt = null;
    for (const number of numbers) expect(await failures(number)).toBe(1);
  });

  test('are not said again when something happens to one of them, nor of the others when one more joins', async () => {
    const numbers = await pagesWait();
    isDeactivated();
    world.slack.outage = false;
    await world.tick(60, 100);
    const more = await world.trigger('down too', 'HIGH', 'Climbed');
    await world.fireDue();
    await world.settle();
    await world.command(numbers.at(-1) ?? 0, { type: 'acknowledge' });
    await world.settle();
    for (const number of [...numbers, more]) expect(await failures(number)).toBe(1);
  });
});

test.each([null, ...DEATHS])(
  'somebody who is called again in the thread of many pages, and can not be, is said once for each call: %j',
  async (death) => {
    const numbers = await pagesWait();
    await slackIsBack();
    const before = toJane().length;
    world.slack.outage = true;
    world.clock.goOn(MINUTE); // sooner it would be the same call
    for (const number of numbers) await world.command(number, { type: 'restart_escalation' });
    await world.fireDue();
    isDeactivated();
    world.deathAt = death;
    await slackIsBack();
    world.deathAt = null;
    expect(toJane()).toHaveLength(before);
    for (const number of numbers) expect(await failures(number)).toBe(1);
  },
);

describe('somebody whom the clock calls again at once to several, who each have a card', () => {
  const calledAgain = async () => {
    const numbers: number[] = [];
    for (let index = 0; index < 4; index++) {
      numbers.push(await world.trigger(`down ${index}`, 'HIGH', 'Climbed'));
      await world.fireDue();
      await world.settle();
    }
    expect(toJane()).toHaveLength(4);
    world.slack.outage = true;
    world.clock.goOn(MINUTE);
    for (const number of numbers) await world.command(number, { type: 'restart_escalation' });
    await world.fireDue();
    return numbers;
  };

  test('is called once', async () => {
    await calledAgain();
    await slackIsBack();
    expect(toJane()).toHaveLength(5);
  });

  test.each([null, ...DEATHS])('and can not be, is said once for each: %j', async (death) => {
    const numbers = await calledAgain();
    isDeactivated();
    world.deathAt = death;
    await slackIsBack();
    world.deathAt = null;
    expect(toJane()).toHaveLength(4);
    for (const number of numbers) expect(await failures(number)).toBe(1);
  });
});

test('the lines of a message that Slack refuses are given up with it', async () => {
  world.slack.outage = true;
  const numbers = await world.burst('down', MANY);
  await world.tick(10);
  for (const number of numbers) await world.command(number, { type: 'acknowledge' });
  world.slack.closed.set('#web', 'msg_too_long');
  await slackIsBack();
  const failed = await world.stores.deliveries.failed(100);
  const lines = failed.filter(({ task }) => task.kind === 'storm_lines');
  expect(lines.map(({ error }) => error)).toEqual(['card_not_posted']);
});
