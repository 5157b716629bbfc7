import type { RoleHolding } from '../incidents/roles.ts';
import { lookUp } from '../lib/look-up.ts';
import type { Actor } from '../people/actor.ts';
import { capital } from './text.ts';

const IN_A_SENTENCE: Readonly<Record<string, string>> = { communications: 'in charge of communications' };

/** A role after "is": "commander", "in charge of communications". */
export function roleWord(role: string): string {
  return lookUp(IN_A_SENTENCE, role) ?? role;
}

/** "Commander": as the name of a field. */
export function roleLabel(role: string): string {
  return capital(role);
}

/** "@jane", "@jane, until @bob accepts", "@bob, who is asked": who has a role. */
export function holdingWords({ holder, asked }: RoleHolding, name: (actor: Actor) => string): string {
  if (!asked) return holder ? name(holder) : 'nobody';
  return holder ? `${name(holder)}, until ${name(asked.person)} accepts` : `${name(asked.person)}, who is asked`;
}
