import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { analyse } from 'scslre';

interface Expression {
  file: string;
  pattern: string;
  flags: string;
}

const sources = () =>
  ['src', 'packages/local-slack/src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );

function expressionsIn(file: string): Expression[] {
  const tree = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', tsx: file.endsWith('x') });
  return literals(tree).map((literal) => ({ file, ...literal }));
}

/** All regular expressions below a node of the syntax tree. */
function literals(node: unknown): Pick<Expression, 'pattern' | 'flags'>[] {
  if (typeof node !== 'object' || node === null) return [];
  if (isLiteral(node)) return [{ pattern: node.pattern, flags: node.flags }];
  return Object.values(node).flatMap(literals);
}

function isLiteral(node: object): node is { pattern: string; flags: string } {
  return 'type' in node && node.type === 'RegExpLiteral';
}

/** How the time that it takes grows faster than the text; null when it does not. */
function growth({ pattern, flags }: Expression): string | null {
  const { reports } = analyse({ source: pattern, flags });
  return reports.map(({ type, exponential }) => `${exponential ? 'exponential' : 'polynomial'} (${type})`)[0] ?? null;
}

test('no regular expression takes more than linear time, whatever text it is given', () => {
  const expressions = sources().flatMap(expressionsIn);
  expect(expressions.length).toBeGreaterThan(100);
  const slow = expressions.flatMap((expression) => {
    const found = growth(expression);
    return found === null ? [] : [`${expression.file}: /${expression.pattern}/ is ${found}`];
  });
  expect(slow).toEqual([]);
});

test('it would be noticed', () => {
  const slow = { file: '', flags: '' };
  expect(growth({ ...slow, pattern: '(a+)+$' })).toContain('exponential');
  expect(growth({ ...slow, pattern: '\\s+$' })).toContain('polynomial');
  expect(growth({ ...slow, pattern: '^\\s+' })).toBeNull();
});
