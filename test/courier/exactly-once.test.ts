import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const roots = () => world.slack.roots().map(({ text }) => text);
const replies = () => world.slack.messages.filter(({ threadTs }) => threadTs !== null).map(({ text }) => text);
const eventsIn = (texts: string[]) =>
  texts.flatMap((text) => [...text.matchAll(/event (\d+)\)/g)].map((match) => Number(match[1])));

describe('the thread of a storm', () => {
  test('says each line once, also one that comes between two messages; nothing is refused', async () => {
    const [first = 0] = await world.burst('storm', 6);
    await world.command(first, { type: 'acknowledge' });
    await world.tick(4);
    await world.command(first, { type: 'reopen' });
    world.restart();
    await world.command(first, { type: 'resolve', note: null });
    await world.settle();
    expect(eventsIn(replies())).toHaveLength(3);
    expect(await world.stores.deliveries.failed(10)).toEqual([]);
  });

  test('says at the second attempt what it said at the first, and what has come since in the next message', async () => {
    const [first = 0] = await world.burst('storm', 6);
    await world.settle();
    await world.command(first, { type: 'acknowledge' });
    await world.tick(10, SECOND / 8); // the storm's own message; its lines are held back, to be one sentence
    world.slack.mishaps = ['lost_before'];
    const said = () => world.slack.calls.filter(({ text }) => text.startsWith('(')).map(({ text }) => text);
    for (let turn = 0; said().length === 0 && turn < 1_000; turn++) await world.tick(1, SECOND / 8);
    await world.command(first, { type: 'resolve', note: null });
    await world.settle();
    expect(said()[0]).toBe(said()[1]);
    expect(eventsIn(replies())).toHaveLength(2);
    expect(replies()).toHaveLength(2);
  });

  test('loses no line when an attempt gives way to a newer one', async () => {
    const [first = 0, second = 0] = await world.burst('storm', 6);
    await world.settle();
    world.slack.mishaps = [null, 'unreachable', 'unreachable'];
    await world.command(first, { type: 'acknowledge' });
    await world.tick(6);
    await world.command(second, { type: 'acknowledge' });
    await world.settle();
    expect(eventsIn(replies())).toHaveLength(2);
  });
});

describe('a lost reply', () => {
  test('does not become a second message when the database is locked just then', async () => {
    // The storm's gathering, the beginning; then the message is in Slack, and nothing can be written of it.
    world.storageTroubles = [null, null, 'busy', 'busy', 'busy'];
    await world.trigger('once');
    await world.settle();
    expect(roots()).toHaveLength(1);
  });

  test('is looked for by an id that no earlier attempt had', async () => {
    world.slack.unreadable.add('#web');
    world.slack.mishaps = ['lost_after', null, 'lost_after'];
    const number = await world.trigger('twice');
    while (roots().length < 2) await world.tick(1, 100);
    world.slack.unreadable.clear();
    await world.settle();
    expect(roots()).toHaveLength(2);
    const uuids = world.slack.roots().map(({ uuid }) => uuid);
    expect(new Set(uuids).size).toBe(2);
    const [card] = await world.cardsOf(number);
    expect(card?.ts).toBe(world.slack.roots()[1]?.ts);
  });

  test.each([
    ['ten minutes fast', 10 * MINUTE],
    ['three hours slow', -3 * HOUR],
    ['a year fast', 365 * 24 * HOUR],
  ])('is found though the clock of the machine is %s', async (_what, wrong) => {
    world.clock.time += wrong;
    world.slack.mishaps = ['lost_after'];
    await world.trigger('once');
    await world.settle();
    await world.trigger('something else', 'LOW');
    await world.settle();
    world.slack.mishaps = ['lost_after'];
    world.restart();
    await world.trigger('once more');
    await world.settle();
    expect(roots().filter((text) => /INC-[13] /.test(text))).toHaveLength(2);
  });

  test.each([-HOUR, HOUR])('is found, and soon, when the clock is set by %i ms meanwhile', async (by) => {
    world.slack.mishaps = ['lost_after', 'unreachable'];
    await world.trigger('once');
    await world.tick(10, 10);
    world.clock.time += by;
    await world.tick(30, SECOND);
    expect(roots()).toHaveLength(1);
    expect(await world.stores.deliveries.load()).toMatchObject({ waiting: 0 });
  });
});

test('a clock that is set back by an hour ends a storm, and does not stretch it', async () => {
  await world.burst('storm', 6);
  await world.settle();
  world.clock.time -= HOUR;
  await world.trigger('after it');
  await world.settle();
  expect(roots()).toHaveLength(2);
});

describe('a workspace in which messages can not be changed', () => {
  const changes = [
    { type: 'acknowledge' },
    { type: 'reopen' },
    { type: 'acknowledge' },
    { type: 'resolve', note: null },
  ] as const;

  test('any more: the card is posted anew once, and that one is changed', async () => {
    const number = await world.trigger('old');
    await world.settle();
    world.slack.editsRefused = 'yes';
    await world.command(number, { type: 'acknowledge' });
    await world.tick(6);
    world.slack.editsRefused = 'no';
    await world.command(number, { type: 'resolve', note: null });
    await world.settle();
    expect(roots()).toEqual(['[INC-1 v1]', '[INC-1 v3]']);
    expect(eventsIn(replies())).toHaveLength(2);
  });

  test('ever: the card is posted anew once, and from then on its thread alone says what happens', async () => {
    world.slack.editsRefused = 'yes';
    const number = await world.trigger('fixed');
    await world.settle();
    for (const change of changes) {
      await world.command(number, change);
      await world.settle();
    }
    expect(roots()).toHaveLength(2);
    expect(eventsIn(replies())).toHaveLength(4);
    expect(world.slack.calls.filter(({ method }) => method === 'chat.update')).toHaveLength(2);
    expect(await world.stores.deliveries.failed(10)).toEqual([]);
  });

  test('hides no incident: the storm is posted anew, and takes in no more', async () => {
    world.slack.editsRefused = 'yes';
    const [first = 0] = await world.burst('storm', 6);
    await world.settle();
    await world.trigger('joins too late');
    await world.command(first, { type: 'acknowledge' });
    await world.settle();
    await world.trigger('comes after');
    await world.settle();
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
      expect(roots().some((text) => text.includes(`[INC-${number} `))).toBe(true);
    }
    expect(roots().length).toBeLessThanOrEqual(4);
  });
});

describe('a page that Slack refuses', () => {
  const operations = ['job', 'execute', 'fail'];
  const cases = operations.flatMap((operation) => [
    { operation, when: 'before' as const },
    { operation, when: 'after' as const },
  ]);

  const failures = async (number: number) =>
    (await world.stores.incidents.timeline(number)).filter(({ fact }) => fact.kind === 'page_failed');

  test.each(cases)('is said once, whenever the process is killed: $when $operation', async (death) => {
    world.slack.closed.set('@jane@example.com', 'user_is_deactivated');
    const number = await world.trigger('paged', 'HIGH', 'Paged');
    world.deathAt = death;
    await world.command(number, { type: 'escalate' });
    await world.settle();
    expect(await failures(number)).toHaveLength(1);
    expect(await world.stores.deliveries.failed(10)).toMatchObject([{ error: 'user_is_deactivated' }]);
  });

  test('as one of many is said for each of the incidents', async () => {
    world.slack.closed.set('@jane@example.com', 'user_is_deactivated');
    const numbers: number[] = [];
    for (let index = 1; index <= 7; index++) numbers.push(await world.trigger(`paged ${index}`, 'HIGH', 'Paged'));
    await Promise.all(numbers.map((number) => world.command(number, { type: 'escalate' })));
    await world.settle();
    expect(await Promise.all(numbers.map(async (number) => (await failures(number)).length))).toEqual(
      numbers.map(() => 1),
    );
  });
});
