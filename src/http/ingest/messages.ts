import type { z } from 'zod';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { formatPath, type Path } from '../../settings/problems.ts';
import type { Issue } from '../refused-request.ts';
import { quote } from './text.ts';

const NOUNS: Record<string, string> = { string: 'text', array: 'a list', object: 'an object', record: 'an object' };
const MAX_SHOWN = 100;

/** Everything that a schema has found wrong, each in its place. */
export function issuesOf({ issues }: z.ZodError): Issue[] {
  return issues.map(({ path, message }) => ({ path: formatPath(path as Path), message }));
}

/** What is wrong with a value of an event, in the words of JSON; leaves the messages that a schema brings alone. */
export function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return explainChoice(issue.input, issue.values.map(String));
    case 'invalid_union':
      return explainAction(issue.input);
    case 'too_small':
      return issue.origin === 'number' ? `must be ${issue.minimum} at least` : 'is too short';
    case 'too_big':
      return issue.origin === 'number' ? `must be ${issue.maximum} at most` : `is longer than ${issue.maximum}`;
    default:
      return undefined;
  }
}

/** A value of another type than the expected one. */
export function wrongType(expected: string, input: unknown): string {
  return input === undefined ? 'is missing' : `must be ${NOUNS[expected] ?? expected}, not ${describe(input)}`;
}

function explainChoice(input: unknown, choices: string[]): string {
  const hint = typeof input === 'string' ? didYouMean(input.slice(0, MAX_SHOWN), choices) : '';
  return `is ${describe(input)}, which is not one of ${choices.join(', ')}.${hint}`;
}

/** An event's fields depend on what it is about, so this is the only one that a union of them is chosen by. */
function explainAction(event: unknown): string {
  const action =
    typeof event === 'object' && event !== null && 'event_action' in event ? event.event_action : undefined;
  return action === undefined ? 'is missing' : explainChoice(action, ['trigger', 'acknowledge', 'resolve']);
}

function describe(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'an object';
  return typeof input === 'string' ? quote(input) : String(input);
}
