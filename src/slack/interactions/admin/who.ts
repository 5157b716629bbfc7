import type { PersonActor } from '../../../people/actor.ts';
import type { Deps } from '../deps.ts';

/** An admin who looks at settings, and what is worked with for them. */
export interface Admin {
  deps: Deps;
  by: PersonActor;
}

/**
 * Null for somebody who is none now, whatever they still have open. Settings are the organisation's: they are seen and changed in
 * its own workspace alone.
 */
export async function adminOf(deps: Deps, slackUserId: string): Promise<Admin | null> {
  if (deps.connectionId !== deps.primaryId) return null;
  const by = await deps.admin(slackUserId);
  return by && { deps, by };
}
