import type { Actor } from '../people/actor.ts';
import { callSentences } from './call.ts';
import { actorWords } from './people.ts';
import type { FactWriter } from './timeline.ts';

/** Who did it, as the cards in Slack name them. */
export function actorName(actor: Actor): string {
  return actorWords(actor, { handle: (name) => name, name: (name) => name.trim() });
}

/** Facts of the timeline in plain text, for web pages and JSON. */
export const PLAIN_WRITER: FactWriter = {
  actor: actorName,
  person: (name) => `@${name}`,
  called: (call) => `. ${callSentences(call)}`,
  channel: (_, name) => `#${name}`,
  reason: (code) => `Slack says “${code}”.`,
  unpaged: (name, code) => `${name} could not be paged: Slack says “${code}”`,
};
