import type { PersonActor } from '../../incidents/types.ts';
import { refused } from '../ui/notices.ts';
import { askAgain } from '../ui/replies.ts';
import { type Asker, tell } from './answers.ts';
import type { Parts } from './parts.ts';

/** As whom the asker may change who is on call; null when they were told why not. */
export async function actorFor(parts: Parts, asker: Asker): Promise<PersonActor | null> {
  const permission = await parts.acting.actorOf(asker.slackUserId);
  if (permission?.allowed) return permission.actor;
  await tell(parts, asker, permission ? refused(permission.refusal) : askAgain());
  return null;
}

/** Who is meant by a Slack account: the user's id, and the name people know; null id when no active user has it. */
export async function userOf(parts: Parts, slackUserId: string): Promise<{ userId: number | null; name: string }> {
  const { identity, user } = await parts.people.person(slackUserId);
  return { userId: user?.id ?? null, name: identity.displayName };
}
