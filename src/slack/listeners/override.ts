import { MINUTE } from '../../clock.ts';
import type { PersonActor } from '../../incidents/types.ts';
import { actorName } from '../ui/actor.ts';
import { putOnCall, type Span } from '../ui/oncall-replies.ts';
import { tell } from './answers.ts';
import type { Parts } from './parts.ts';

/** Shorter, an override would be over before anybody is called by it. */
export const SHORTEST_OVERRIDE = MINUTE;

/** From this minute on, for as long at least: people and opsknight.yml speak of minutes. */
export function wholeMinutes(now: number, length: number): Pick<Span, 'from' | 'to'> {
  return { from: Math.floor(now / MINUTE) * MINUTE, to: Math.ceil((now + length) / MINUTE) * MINUTE };
}

/** Somebody takes over everything in a schedule for a while, gaps as well, and is told when another one did that. */
export async function putOnCallFor(
  parts: Parts,
  actor: PersonActor,
  person: { userId: number; slackUserId: string },
  span: Span,
): Promise<void> {
  await parts.onCall.addOverride({ ...span, userId: person.userId, replaces: null, madeBy: actor });
  parts.onCallChanged();
  if (person.slackUserId === actor.slackUserId) return;
  await tell(parts, { slackUserId: person.slackUserId, respond: undefined }, putOnCall(actorName(actor), span));
}
