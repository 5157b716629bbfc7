import { type Problem, problemLines } from '../block-kit/problems.ts';
import type { JsonObject } from '../json.ts';

/** A call that fails as Slack fails it: HTTP 200, `{ok: false, error}` and what goes with it. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly detail: JsonObject = {},
  ) {
    super(code);
  }
}

/** A failure that explains itself in `response_metadata.messages`. */
export function problemError(code: string, problems: Problem[]): ApiError {
  const messages = problemLines(problems);
  return new ApiError(code, {
    errors: messages.map((line) => line.replace('[ERROR] ', '')),
    response_metadata: { messages },
  });
}

export function invalidArguments(...messages: string[]): ApiError {
  return new ApiError('invalid_arguments', {
    response_metadata: { messages: messages.map((text) => `[ERROR] ${text}`) },
  });
}
