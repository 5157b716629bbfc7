import type { z } from 'zod';
import { valueAt } from '../json.ts';

type Issue = z.core.$ZodIssue;

/** One fault in what an app sent, in Slack's words, and where it is. */
export interface Problem {
  message: string;
  pointer: string;
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key)}`).join('');
}

function wording(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
      if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
      return `must be less than ${Number(issue.maximum) + 1}`;
    case 'too_small':
      if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
      if (issue.origin === 'array') return `must provide at least ${issue.minimum} items`;
      return `must be greater than ${Number(issue.minimum) - 1}`;
    case 'invalid_type':
      return `must provide a ${issue.expected}`;
    case 'invalid_union':
      return value === undefined ? 'missing required field: type' : `unsupported type: ${String(value)}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}

/** Turns what zod found into Slack's messages (`missing required field`, `no more than 25 items allowed`, …). */
export function problemsOf(error: z.ZodError, root: unknown): Problem[] {
  return error.issues.flatMap((issue) => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ message: `invalid additional property: ${key}`, pointer: pointerOf(path) }));
    }
    const value = valueAt(root, path);
    const key = path.at(-1);
    if (value === undefined && key !== undefined && typeof key !== 'number') {
      return [{ message: `missing required field: ${String(key)}`, pointer: pointerOf(path.slice(0, -1)) }];
    }
    return [{ message: wording(issue, value), pointer: pointerOf(path) }];
  });
}

/** As in `response_metadata.messages`. */
export function problemLines(problems: Problem[]): string[] {
  return problems.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`);
}
