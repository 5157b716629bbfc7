import type { Actor, Incident } from '../../incidents/types.ts';
import type { Person } from '../../people/types.ts';
import * as words from '../../words/incident.ts';
import { actorWords } from '../../words/people.ts';
import { oneLine } from '../../words/text.ts';
import { fitting, ROOM } from './room.ts';

/** Who did it, as the cards in Slack name them. */
export function actorName(actor: Actor): string {
  return actorWords(actor, { handle: (name) => name, name: (name) => name.trim() });
}

/** "@jane": a Slack account, by the name it gives itself. */
export function nameOf({ identity }: Person): string {
  return `@${oneLine(identity.displayName) || 'someone'}`;
}

/** "INC-42: Database Connection Timeout" */
export function keyAndTitle({ number, title }: Incident): string {
  return words.keyAndTitle(number, fitting(title, ROOM.title));
}
