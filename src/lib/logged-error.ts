/** An error as a line of the log has it. */
interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: LoggedError;
}

const MAX_MESSAGE = 2_000;
const MAX_STACK = 8_000;
const MAX_CAUSES = 5;

/**
 * What an error says, and what has caused it. Nothing else that libraries hang on their errors: that is the request, with its headers
 * and what people have written, or the parameters of a statement.
 */
export function loggedError(error: unknown): LoggedError | string {
  return error instanceof Error ? toLogged(error, 0) : `no error, but ${typeof error}`;
}

function toLogged(error: Error, depth: number): LoggedError {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    type: name,
    message: message.slice(0, MAX_MESSAGE),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    // Of a cause, what it says is enough.
    ...(depth === 0 && stack !== undefined && { stack: stack.slice(0, MAX_STACK) }),
    ...(cause instanceof Error && depth < MAX_CAUSES && { cause: toLogged(cause, depth + 1) }),
  };
}
