import type { Button } from '@slack/types';
import { incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { unknownIncident } from '../../words/rejections.ts';
import { actions, message } from '../cards/blocks.ts';
import { link } from '../cards/mrkdwn.ts';
import { notice } from '../cards/replies.ts';
import { type Asker, tell } from './answers.ts';
import { type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';
import { askerOf, type Interaction, incidentButton, onIncidentButton, visibleIncident } from './interaction.ts';
import type { FormRequest } from './modal.ts';

const FOLLOW = 'follow_incident';
const UNFOLLOW = 'unfollow_incident';

/*
 * Whoever sees an incident may follow it: its updates come to them as direct messages. That is theirs alone and changes nothing of the
 * incident, so viewers may do it as well.
 */

export const follow = following(FOLLOW, true);
export const unfollow = following(UNFOLLOW, false);

function following(actionId: string, follows: boolean): Interaction {
  return {
    actionIds: [actionId],
    listen(app, deps) {
      onIncidentButton(app, actionId, async (request, number) => {
        await request.ack();
        await setFollowing(deps, askerOf(request), number, follows);
      });
    },
  };
}

export function followButton(number: number): Button {
  return incidentButton(FOLLOW, 'Follow', number);
}

export function unfollowButton(number: number): Button {
  return incidentButton(UNFOLLOW, 'Unfollow', number);
}

export async function followIncident(deps: Deps, { asker, ack }: FormRequest, number: number): Promise<void> {
  await ack();
  await setFollowing(deps, asker, number, true);
}

async function setFollowing(deps: Deps, asker: Asker, number: number, follows: boolean): Promise<void> {
  const { slackUserId } = asker;
  const incident = await visibleIncident(deps, slackUserId, number);
  // Whoever does not see it any more can still be rid of it, and learns nothing by that.
  if (!incident && follows) return tell(deps, asker, notice(unknownIncident(number)));
  const account = { connectionId: deps.connectionId, slackUserId };
  const isNews = await deps.incidents.setFollowing(number, account, follows);
  if (!incident) return tell(deps, asker, notice(unknownIncident(number)));
  await tell(deps, asker, answer(link(deps.views.pageUrl(number), incidentKey(number)), number, follows, isNews));
}

function answer(key: string, number: number, follows: boolean, isNews: boolean): SlackMessage {
  if (!follows) return notice(isNews ? `You don't follow ${key} any more.` : `You don't follow ${key}.`);
  const words = isNews
    ? `You follow ${key}: its updates come to you as direct messages.`
    : `You follow ${key} already: its updates come to you as direct messages.`;
  return message(words, actions(unfollowButton(number)));
}

export const followCommand = followingCommand('follow', 'get the updates of an incident as direct messages', true);
export const unfollowCommand = followingCommand('unfollow', 'get them no more', false);

function followingCommand(name: string, help: string, follows: boolean): Subcommand {
  const usage = `${name} INC-n`;
  return {
    name,
    usage,
    help,
    async run(deps, { asker, rest }) {
      const number = parseIncidentKey(rest);
      if (number === null) return tell(deps, asker, writeItLikeThis(usage, `${name} INC-42`));
      await setFollowing(deps, asker, number, follows);
    },
  };
}
