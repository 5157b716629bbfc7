import { SlackFailure } from '../../courier/failure.ts';
import type { SlackMessage } from '../../courier/message.ts';
import { refusalToSee } from '../../people/permissions.ts';
import { notVisible, refused } from '../ui/notices.ts';
import { askAgain } from '../ui/replies.ts';
import type { Parts } from './parts.ts';

/** What somebody is told who may not see incidents; null for those who may. */
export async function seeingRefused({ people, teamId }: Parts, slackUserId: string): Promise<SlackMessage | null> {
  try {
    const person = await people.person(slackUserId);
    const own = teamId();
    if (own === null) return askAgain(); // whoever asks may be of another organisation
    const refusal = refusalToSee(person, own);
    return refusal && refused(refusal);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    return error.kind === 'refused' ? refused('stranger') : askAgain();
  }
}

/** What somebody is told who names an incident of a private channel that they aren't in; null for anybody else. */
export async function hidden(parts: Parts, slackUserId: string, number: number): Promise<SlackMessage | null> {
  if ((await parts.incidents.get(number)) === null) return null; // there is nothing to hide
  const viewer = await parts.membership.viewer(slackUserId);
  return (await parts.incidents.isVisible(number, viewer)) ? null : notVisible(number);
}
