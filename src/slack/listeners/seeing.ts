import { SlackFailure } from '../../courier/failure.ts';
import type { SlackMessage } from '../../courier/message.ts';
import { refusalToSee } from '../../people/permissions.ts';
import { refused } from '../ui/notices.ts';
import { askAgain } from '../ui/replies.ts';
import type { Parts } from './parts.ts';

/** What somebody is told who may not see incidents; null for those who may. */
export async function seeingRefused({ people, teamId }: Parts, slackUserId: string): Promise<SlackMessage | null> {
  try {
    const person = await people.person(slackUserId);
    const refusal = refusalToSee(person, teamId() ?? person.identity.teamId);
    return refusal && refused(refusal);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    return error.kind === 'refused' ? refused('stranger') : askAgain();
  }
}
