import { expect, test } from '@jest/globals';
import { MINUTE } from '../../src/clock.ts';
import { type EscalationStart, firstStep, nextStep } from '../../src/oncall/escalation.ts';
import type { EscalationPolicy } from '../../src/oncall/types.ts';

function policy(repeat: number, ...minutes: number[]): EscalationPolicy {
  return { name: 'payments', repeat, steps: minutes.map((after) => ({ after: after * MINUTE, targets: [] })) };
}

/** The whole walk, as [minutes since the incident opened, cycle, step]. */
function walk(on: EscalationPolicy): [number, number, number][] {
  const steps: [number, number, number][] = [];
  let elapsed = 0;
  for (let next: EscalationStart | null = firstStep(on); next; next = nextStep(on, next.position)) {
    elapsed += next.after / MINUTE;
    steps.push([elapsed, next.position.cycle, next.position.step]);
  }
  return steps;
}

test.each([
  [
    'steps count from the step before',
    policy(0, 0, 10, 5),
    [
      [0, 0, 0],
      [10, 0, 1],
      [15, 0, 2],
    ],
  ],
  [
    'repeat 2 starts over twice',
    policy(2, 5, 10),
    [
      [5, 0, 0],
      [15, 0, 1],
      [20, 1, 0],
      [30, 1, 1],
      [35, 2, 0],
      [45, 2, 1],
    ],
  ],
  [
    'a first step without delay follows the last at once',
    policy(1, 0, 10),
    [
      [0, 0, 0],
      [10, 0, 1],
      [10, 1, 0],
      [20, 1, 1],
    ],
  ],
  ['one step', policy(0, 3), [[3, 0, 0]]],
  ['no steps', policy(3), []],
])('%s', (_, on, steps) => {
  expect(walk(on)).toEqual(steps);
});

test('a policy cut short while an incident was climbing it goes on with the next cycle', () => {
  const shorter = policy(1, 5, 10);
  expect(nextStep(shorter, { cycle: 0, step: 4 })).toEqual({ position: { cycle: 1, step: 0 }, after: 5 * MINUTE });
  expect(nextStep(shorter, { cycle: 1, step: 4 })).toBeNull();
  expect(nextStep(policy(5), { cycle: 0, step: 0 })).toBeNull();
});
