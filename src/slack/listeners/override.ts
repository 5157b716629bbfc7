import { MINUTE } from '../../clock.ts';
import type { PersonActor } from '../../incidents/types.ts';
import { actorName } from '../ui/actor.ts';
import { putOnCall, type Span } from '../ui/oncall-replies.ts';
import { tell } from './answers.ts';
import type { Parts } from './parts.ts';

/** A minute is as exact as opsknight.yml can say it. */
export function wholeMinutes(from: number, length: number): Pick<Span, 'from' | 'to'> {
  const begin = Math.floor(from / MINUTE) * MINUTE;
  return { from: begin, to: begin + length };
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
