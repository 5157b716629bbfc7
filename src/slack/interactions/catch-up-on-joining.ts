import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { isOver } from '../../incidents/types.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { refusalToSee } from '../../people/permissions.ts';
import { soon } from '../api/patience.ts';
import { catchUpFor } from './catch-up.ts';
import type { Deps } from './deps.ts';

/**
 * Whoever comes into the channel of an incident when others have done something already is caught up, for their eyes alone. It is a
 * courtesy: what Slack does not take is not tried again, since `/opsknight catchup` says the same.
 */
export async function catchUpOnJoining(deps: Deps, channelId: string, slackUserId: string): Promise<void> {
  const { connectionId, ownChannels, interactive, logger } = deps;
  if (slackUserId === deps.botUserId()) return;
  const number = await ownChannels.incidentOf(connectionId, channelId);
  if (number === null || !(await maySee(deps, slackUserId))) return;
  const found = await catchUpFor(deps, slackUserId, number);
  if (!found || isOver(found.incident.state)) return;
  if (!found.events.some((event) => isNewsFor(event, { connectionId, slackUserId }))) return;
  try {
    await interactive.chat.postEphemeral({ channel: channelId, user: slackUserId, ...found.message });
  } catch (error) {
    logger.warn(
      { err: error, incident: number },
      'somebody who has joined the channel of an incident was not caught up',
    );
  }
}

/** Nobody has let them in: they came by themselves, or somebody has invited them. */
async function maySee({ people, teamId }: Deps, slackUserId: string): Promise<boolean> {
  const ours = teamId();
  if (ours === null) return false;
  try {
    return refusalToSee(await soon(people.person(slackUserId)), ours) === null;
  } catch (error) {
    if (error instanceof SlackFailure) return false;
    throw error;
  }
}

/** Another one has done it; that there is a channel is no news there. */
function isNewsFor(
  { actor, fact }: StoredTimelineEvent,
  { connectionId, slackUserId }: { connectionId: number; slackUserId: string },
): boolean {
  if (actor.kind !== 'person' || fact.kind.startsWith('channel_')) return false;
  return actor.connectionId !== connectionId || actor.slackUserId !== slackUserId;
}
