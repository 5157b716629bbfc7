import type { Actor } from '../people/actor.ts';

/** What a runbook does is done by it, and by nothing else that is called the same. */
export function runbookActor(name: string): Actor {
  return { kind: 'runbook', name };
}
