import { expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { climb } from '../../src/oncall/climb.ts';
import type { EscalationPolicy, Target } from '../../src/oncall/types.ts';
import { NO_REACH } from '../../src/people/contact.ts';
import { ana } from './support.ts';

const DIRECTORY = {
  users: [
    { id: ana, name: 'ana', email: 'ana@example.com', active: true, connectionId: 1, obstacle: null, reach: NO_REACH },
  ],
  groups: [],
  schedules: [],
  slackUserGroups: [],
};
const ANA: Target = { kind: 'user', name: 'ana@example.com' };
const NOBODY: Target = { kind: 'user', name: 'gone@example.com' };
const NOW = 1_000_000_000;

/** Steps as [minutes after the one before, whether they reach somebody]. */
function policy(repeat: number, ...steps: [number, boolean][]): EscalationPolicy {
  return {
    name: 'p',
    repeat,
    repeatAfter: null,
    urgencies: null,
    steps: steps.map(([minutes, reaches]) => ({ after: minutes * MINUTE, targets: [reaches ? ANA : NOBODY] })),
  };
}

/** The steps taken, and in how many minutes the next one is due. */
function walk(on: EscalationPolicy, [cycle, step]: [number, number], lateBy = 0): [string, number | null] {
  const start = { position: { cycle, step }, dueAt: NOW - lateBy * MINUTE };
  const { taken, next } = climb(on, start, NOW, DIRECTORY);
  const steps = taken.map(({ position }) => `${position.cycle}.${position.step}`).join(' ');
  return [steps, next && (next.dueAt - NOW) / MINUTE];
}

test.each<[string, EscalationPolicy, [number, number], number, [string, number | null]]>([
  ['one step, in time', policy(0, [0, true], [10, true]), [0, 0], 0, ['0.0', 10]],
  ['the last step of a round', policy(1, [5, true], [10, true]), [0, 1], 0, ['0.1', 10]],
  ['the last step of all', policy(0, [5, true], [10, true]), [0, 1], 0, ['0.1', null]],
  ['a step that follows without a delay', policy(0, [0, true], [0, true], [10, true]), [0, 0], 0, ['0.0 0.1', 10]],
  ['a gap: the next step at once', policy(0, [0, false], [10, true], [5, true]), [0, 0], 0, ['0.0 0.1', 5]],
  ['gaps to the end', policy(0, [0, false], [10, false]), [0, 0], 0, ['0.0 0.1', null]],
  ['only gaps: the next round waits all the same', policy(9, [3, false], [10, false]), [0, 0], 0, ['0.0 0.1', 10]],
  ['a little late: the next keeps its time', policy(0, [0, true], [10, true]), [0, 0], 4, ['0.0', 6]],
  ['late for two steps', policy(0, [0, true], [10, true], [10, true]), [0, 0], 15, ['0.0 0.1', 5]],
  ['late for a day: no further than the round', policy(9, [5, true], [10, true]), [0, 0], 1440, ['0.0 0.1', 10]],
])('%s', (_, on, position, lateBy, expected) => {
  expect(walk(on, position, lateBy)).toEqual(expected);
});
