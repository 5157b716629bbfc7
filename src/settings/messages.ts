import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';

const NOUNS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** What is wrong with a value, in the operator's words; leaves the messages that a schema brings itself alone. */
export function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue.expected, issue.input);
    case 'invalid_value': {
      if (isAbsent(issue.input)) return explainType('', issue.input);
      const choices = issue.values.map(String);
      const hint = didYouMean(String(issue.input), choices);
      return `is ${JSON.stringify(issue.input)}, which is not one of ${choices.join(', ')}.${hint}`;
    }
    default:
      return undefined;
  }
}

function explainType(expected: string, input: unknown): string {
  if (input === undefined) return 'is missing';
  if (input === null) return 'is empty: give it a value, or remove the line';
  const noun = NOUNS[expected] ?? expected;
  const quotes = expected === 'string' && typeof input !== 'object' ? ': put it in quotes' : '';
  return `must be ${noun}, not ${describe(input)}${quotes}`;
}

function isAbsent(input: unknown): boolean {
  return input === undefined || input === null;
}

function describe(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'object' ? 'a mapping' : JSON.stringify(input);
}

/** `chanel` → `is not a known setting. Did you mean "channel"?` */
export function explainUnknownKey(key: string, known: string[]): string {
  const hint = didYouMean(key, known);
  return `is not a known setting.${hint || ` Known here: ${known.join(', ')}.`}`;
}
