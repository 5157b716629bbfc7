import { afterEach, expect, test } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { Budget } from '../../src/notifications/queue/budget.ts';
import { World } from './world.ts';

let world: World;
afterEach(() => world.close());

const BUDGETED = { budget: (stopwatch: { elapsed(): number }) => new Budget(stopwatch) };

const roots = () => world.slack.roots().map(({ text }) => text);
const saying = (words: string) => world.slack.messages.filter(({ text }) => text.includes(words));

/** Seconds until it is so; the world goes on in steps of a fifth of a second. */
async function secondsUntil(isSo: () => boolean, atMost = 120): Promise<number> {
  for (let steps = 0; steps <= atMost * 5; steps++) {
    if (isSo()) return steps / 5;
    await world.tick(4);
    world.clock.goOn(200);
  }
  return Number.POSITIVE_INFINITY;
}

test('new cards, and what people do, pass a channel full of cards that only count repeats', async () => {
  world = await World.open(BUDGETED);
  const numbers: number[] = [];
  for (let index = 0; index < 30; index++) {
    numbers.push(await world.trigger(`flapping ${index}`));
    await secondsUntil(() => roots().length > index);
  }
  const repeat = () => Promise.all(numbers.map((_, index) => world.trigger(`flapping ${index}`)));
  for (let round = 0; round < 4; round++) {
    await repeat();
    await world.tick(20, SECOND);
  }
  await repeat();
  const high = await world.trigger('new and high');
  const low = await world.trigger('new and low', 'LOW');
  await world.command(numbers[0] ?? 0, { type: 'acknowledge' });
  const [acknowledged] = (await world.stores.incidents.timeline(numbers[0] ?? 0)).slice(-1);
  expect(await secondsUntil(() => saying(`[INC-${high} `).length > 0)).toBeLessThan(3);
  expect(await secondsUntil(() => saying(`[INC-${low} `).length > 0)).toBeLessThan(5);
  expect(await secondsUntil(() => saying(`event ${acknowledged?.id})`).length > 0)).toBeLessThan(5);
  expect(await secondsUntil(() => roots()[0] === '[INC-1 v7]')).toBeLessThan(5);
});

test('a HIGH card in a quiet channel goes before the LOW cards that eighty channels wait for', async () => {
  world = await World.open(BUDGETED);
  for (let channel = 0; channel < 80; channel++) {
    await world.triggerIn(channel, 4, 'LOW');
  }
  await world.tick(20, 100);
  const number = await world.trigger('urgent', 'HIGH', 'Quiet');
  expect(await secondsUntil(() => saying(`[INC-${number} `).length > 0)).toBeLessThan(3);
});

test('a count of repeats is drawn in the end, however steadily people change other cards; and the clock may be set', async () => {
  world = await World.open(BUDGETED);
  const numbers: number[] = [];
  for (let index = 0; index < 20; index++) {
    numbers.push(await world.trigger(`card ${index}`, 'HIGH', index === 0 ? 'Quiet' : 'Web'));
    await secondsUntil(() => roots().length > index);
  }
  // Each minute there are more changes by people than Slack allows updates.
  for (let round = 0; round < 6; round++) {
    for (const number of numbers.slice(1)) {
      await world.command(number, { type: round % 2 === 0 ? 'acknowledge' : 'reopen' });
    }
    if (round === 0) await world.trigger('card 0', 'HIGH', 'Quiet');
    world.clock.time += round % 2 === 0 ? 10 * HOUR : -20 * HOUR;
    await secondsUntil(() => false, 12);
  }
  expect(roots()).toContain('[INC-1 v2]');
});

test('what waits for its budget costs nothing meanwhile: nobody looks until the next may go', async () => {
  world = await World.open({ budget: () => ({ spend: () => MINUTE, refund() {} }) });
  for (let channel = 0; channel < 50; channel++) await world.triggerIn(channel, 1, 'LOW');
  await world.tick(5);
  const before = world.looks;
  for (let turn = 0; turn < 300; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(world.looks).toBe(before);
});

test.each<['filtered' | 'undrawable', string]>([
  ['filtered', 'set_aside:http_403'],
  ['undrawable', 'set_aside:own_fault'],
])('a message that is %s each time holds up nobody, and is set aside in the end', async (how, error) => {
  world = await World.open();
  const poison = await world.trigger('poison');
  if (how === 'filtered') world.slack.poison = `INC-${poison} `;
  else world.undrawable = `INC-${poison} `;
  await world.command(poison, { type: 'acknowledge' });
  for (let index = 0; index < 3; index++) await world.trigger(`good ${index}`);
  await world.tick(20, 100);
  expect(roots()).toEqual(['[INC-2 v1]', '[INC-3 v1]', '[INC-4 v1]']);
  for (let later = 0; later < 12; later++) {
    await world.trigger(`later ${later}`);
    await world.tick(40, SECOND);
  }
  await world.settle();
  const failed = await world.stores.deliveries.failed(10);
  expect(failed.map((one) => one.error).toSorted()).toEqual(['card_not_posted', error]);
  expect(roots()).toHaveLength(15);
});

test('an outage in which Slack answers 500 for hours sets nothing aside, and tries only few', async () => {
  world = await World.open();
  world.slack.outage = true;
  for (let index = 0; index < 5; index++) await world.trigger(`waiting ${index}`);
  await world.tick(3 * 60 * 6, 10 * SECOND);
  expect(await world.stores.deliveries.load()).toMatchObject({ waiting: 5, failed: 0 });
  expect(world.slack.calls.length).toBeLessThan((3 * HOUR) / (5 * SECOND));
  world.slack.outage = false;
  await world.settle();
  expect(roots()).toHaveLength(5);
});
