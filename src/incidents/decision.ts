import { accept as acceptChange } from './accept.ts';
import type { Change } from './change.ts';
import type { Rejection } from './commands.ts';

/** What is decided about a command: the change that it makes, or why there is none. */
export type Decision = { ok: true; change: Change } | { ok: false; rejection: Rejection };

export function accept(...decided: Parameters<typeof acceptChange>): Decision {
  return { ok: true, change: acceptChange(...decided) };
}

export function reject(rejection: Rejection): Decision {
  return { ok: false, rejection };
}
