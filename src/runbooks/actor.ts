import type { Actor } from '../people/actor.ts';

const PREFIX = 'runbook ';

/** What a runbook does is done by it, as by a monitor. */
export function runbookActor(name: string): Actor {
  return { kind: 'monitor', name: PREFIX + name };
}

export function isRunbook(actor: Actor): boolean {
  return actor.kind === 'monitor' && actor.name.startsWith(PREFIX);
}
