import { accept as acceptChange } from './accept.ts';
import type { Change, TimerChange } from './change.ts';
import type { Rejection } from './commands.ts';

/** What is decided about a command: the change that it makes, or why there is none. */
export type Decision = { ok: true; change: Change } | { ok: false; rejection: Rejection };

export function accept(...decided: Parameters<typeof acceptChange>): Decision {
  return { ok: true, change: acceptChange(...decided) };
}

export function reject(rejection: Rejection): Decision {
  return { ok: false, rejection };
}

/** With timers besides, of kinds that the decision says nothing of. */
export function withTimers(decision: Decision, { set, cancel }: TimerChange): Decision {
  if (!decision.ok) return decision;
  const { timers } = decision.change;
  const both = { set: [...timers.set, ...set], cancel: [...timers.cancel, ...cancel] };
  return { ok: true, change: { ...decision.change, timers: both } };
}
