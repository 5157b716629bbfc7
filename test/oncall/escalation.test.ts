import { expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { type EscalationStart, firstStep, nextStep } from '../../src/oncall/escalation.ts';
import type { EscalationPolicy } from '../../src/oncall/types.ts';

function policy(repeat: number, ...minutes: number[]): EscalationPolicy {
  const steps = minutes.map((after) => ({ after: after * MINUTE, targets: [] }));
  return { name: 'payments', repeat, repeatAfter: null, urgencies: null, steps };
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
    'repeat 2 starts over twice, after as long as the longest wait of the policy',
    policy(2, 5, 10),
    [
      [5, 0, 0],
      [15, 0, 1],
      [25, 1, 0],
      [35, 1, 1],
      [45, 2, 0],
      [55, 2, 1],
    ],
  ],
  [
    'or after what the policy says',
    { ...policy(1, 0, 10), repeatAfter: 3 * MINUTE },
    [
      [0, 0, 0],
      [10, 0, 1],
      [13, 1, 0],
      [23, 1, 1],
    ],
  ],
  ['one step', policy(0, 3), [[3, 0, 0]]],
  ['no steps', policy(3), []],
])('%s', (_, on, steps) => {
  expect(walk(on)).toEqual(steps);
});
