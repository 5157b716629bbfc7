import { expect, test } from '@jest/globals';
import { MINUTE, SECOND } from '../../src/lib/clock.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import { Budget, type Spending } from '../../src/notifications/queue/budget.ts';

class TurnedStopwatch {
  time = 1_000_000;
  elapsed = () => this.time;
}

const UPDATE: Spending = { connectionId: 1, method: 'chat.update', channelId: 'C1' };
const POST: Spending = { connectionId: 1, method: 'chat.postMessage', channelId: 'C1' };

/** When each call is made by somebody who asks for the next as soon as the budget lets them. */
function callTimes(budget: Budget, stopwatch: TurnedStopwatch, spending: Spending, count: number): number[] {
  return Array.from({ length: count }, () => {
    for (;;) {
      const wait = budget.spend(spending, PRIORITY.rest);
      if (wait <= 0) return stopwatch.time;
      stopwatch.time += wait;
    }
  });
}

/** The most calls that any minute holds, wherever it begins. */
function mostInAMinute(times: number[]): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + MINUTE).length));
}

test.each([
  ['chat.update', 50],
  ['conversations.list', 20],
  ['users.info', 100],
  ['auth.test', 200],
  ['something.new', 20],
])(
  'no minute holds more calls of %s than Slack’s tier allows, however long the app was idle before',
  (method, tier) => {
    const stopwatch = new TurnedStopwatch();
    const budget = new Budget(stopwatch);
    callTimes(budget, stopwatch, { ...UPDATE, method }, 3);
    stopwatch.time += 10 * MINUTE;
    expect(mostInAMinute(callTimes(budget, stopwatch, { ...UPDATE, method }, 300))).toBeLessThanOrEqual(tier);
  },
);

test('one message per second and channel; channels and workspaces do not wait for each other', () => {
  const stopwatch = new TurnedStopwatch();
  const budget = new Budget(stopwatch);
  expect(budget.spend(POST, PRIORITY.HIGH)).toBe(0);
  expect(budget.spend(POST, PRIORITY.human)).toBe(SECOND);
  expect(budget.spend({ ...POST, channelId: 'C2' }, PRIORITY.HIGH)).toBeLessThanOrEqual(SECOND);
  expect(budget.spend({ ...POST, connectionId: 2 }, PRIORITY.HIGH)).toBe(0);
});

test('a part of the burst is kept for answers to people, which are made whatever was spent', () => {
  const stopwatch = new TurnedStopwatch();
  const budget = new Budget(stopwatch);
  stopwatch.time += MINUTE;
  while (budget.spend(UPDATE, PRIORITY.LOW) <= 0);
  expect(budget.spend(UPDATE, PRIORITY.human)).toBe(0);
  for (let call = 0; call < 20; call++) budget.overdraw(UPDATE);
  expect(budget.spend(UPDATE, PRIORITY.human)).toBeGreaterThan(20 * SECOND);
});

test('a restart adds only a handful of calls to what was spent before it', () => {
  const stopwatch = new TurnedStopwatch();
  const times: number[] = [];
  const first = new Budget(stopwatch);
  callTimes(first, stopwatch, UPDATE, 3);
  stopwatch.time += 10 * MINUTE;
  times.push(...callTimes(first, stopwatch, UPDATE, 10));
  times.push(...callTimes(new Budget(stopwatch), stopwatch, UPDATE, 100));
  expect(mostInAMinute(times)).toBeLessThanOrEqual(50 + 4);
});

test('after a 429 nothing goes out until Slack’s time is over', () => {
  const stopwatch = new TurnedStopwatch();
  const budget = new Budget(stopwatch);
  budget.exhausted(UPDATE, 30 * SECOND);
  expect(budget.spend(UPDATE, PRIORITY.human)).toBe(30 * SECOND);
  stopwatch.time += 30 * SECOND;
  expect(budget.spend(UPDATE, PRIORITY.human)).toBe(0);
});
