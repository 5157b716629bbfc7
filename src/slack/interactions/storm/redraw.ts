import { toSlackFailure } from '../../api/failures.ts';
import type { Deps } from '../deps.ts';
import type { StormPlace } from './place.ts';

interface StormLook {
  /** Of the modal that is open. */
  viewId: string;
  slackUserId: string;
  place: StormPlace;
  /** What is said above the incidents, as mrkdwn; null for nothing. */
  words?: string | null;
}

/** Shows in a storm's modal what there is now. */
export async function showStorm(deps: Deps, { viewId, slackUserId, place, words = null }: StormLook): Promise<void> {
  const view = await deps.storms.modal(place, await deps.membership.viewer(slackUserId), words);
  try {
    await deps.interactive.views.update({ view_id: viewId, view });
  } catch (error) {
    // They have closed it meanwhile.
    if (toSlackFailure(error).code !== 'not_found') throw error;
  }
}
