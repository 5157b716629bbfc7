import { ConfigError } from '../config.ts';
import { withoutSecrets } from '../logger.ts';
import { say } from './terminal.ts';

/** A command can't do what it was asked to; the message says why, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Tells the operator what went wrong. Returns the exit code: 2 for the environment, 1 for anything else. */
export function report(error: unknown): number {
  if (error instanceof ConfigError) {
    say(`OpsKnight can't run with this environment:\n\n${error.message}`);
    return 2;
  }
  say(withoutSecrets(error instanceof Error ? error.message : String(error)));
  return 1;
}
