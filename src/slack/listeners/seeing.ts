import { SlackFailure } from '../../courier/failure.ts';
import type { SlackMessage } from '../../courier/message.ts';
import type { Incident } from '../../incidents/types.ts';
import { refusalToSee } from '../../people/permissions.ts';
import { refused } from '../ui/notices.ts';
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

/** The incident, if the person may see it: a hidden one is like one that isn't there. */
export async function visibleIncident(parts: Parts, slackUserId: string, number: number): Promise<Incident | null> {
  const viewer = await parts.membership.viewer(slackUserId);
  return (await parts.incidents.isVisible(number, viewer)) ? parts.incidents.get(number) : null;
}
