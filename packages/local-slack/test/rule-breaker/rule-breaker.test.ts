import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Cleanup, start } from '../start.ts';
import { RuleBreaker } from './app.ts';
import { RULES, type Rule } from './rules.ts';

const cleanup = new Cleanup();
let app: RuleBreaker;

beforeAll(async () => {
  const slack = await start(cleanup, { timing: { ackDeadlineMs: 2_000 } });
  app = await RuleBreaker.start(cleanup, slack);
});
afterAll(() => cleanup.run());

it.each(RULES.map((rule) => [rule.rule, rule.does, rule] as const))(
  '%s: an app that %s is told',
  async (_, _does, rule) => {
    expect(await rule.breaks(app)).toBe(rule.answer);
    app.slack.violations.take();
  },
);

const rowOf = ({ rule, source, does, answer }: Rule) =>
  `| [${rule}](https://docs.slack.dev/${source}) | ${does} | ${answer} |`;

it('is told in the list of rules', () => {
  const documented = readFileSync(new URL('../../STRICTNESS.md', import.meta.url), 'utf8');
  const rows = documented.split('\n').filter((line) => line.startsWith('| ['));
  expect(rows).toEqual(RULES.map(rowOf));
});
