import { isEmoji, plainEmoji } from '../../emoji.ts';
import type { JsonObject } from '../../json.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { channelById } from '../targets.ts';

/** What a token is good for: a workspace, or an organization, whose id then stands for the workspace's. */
function tokenHome({ name, teamId, enterprise, installation }: Workspace): JsonObject {
  if (!enterprise) return { team: name, team_id: teamId };
  const own = installation.isOrgWide
    ? { team: enterprise.name, team_id: enterprise.id }
    : { team: name, team_id: teamId };
  return { ...own, enterprise_id: enterprise.id };
}

const authTest: Method = {
  name: 'auth.test',
  tier: 'special',
  scopes: [],
  reads: true,
  run: ({ workspace }) => ({
    url: `https://${workspace.domain}.slack.com/`,
    ...tokenHome(workspace),
    user: workspace.members.byId(workspace.botUserId)?.name,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    is_enterprise_install: workspace.installation.isOrgWide,
  }),
};

const teamInfo: Method = {
  name: 'team.info',
  tier: 3,
  scopes: ['team:read'],
  reads: true,
  run: ({ workspace: { teamId, name, domain } }) => ({
    team: {
      id: teamId,
      name,
      url: `https://${domain}.slack.com/`,
      domain,
      email_domain: '',
      icon: { image_default: true },
    },
  }),
};

const addReaction: Method = {
  name: 'reactions.add',
  tier: 3,
  scopes: ['reactions:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const name = plainEmoji(args.required('name'));
    if (!isEmoji(name)) throw new ApiError('invalid_name');
    const channel = channelById(call);
    if (channel.archived) throw new ApiError('is_archived');
    if (!workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
    const message = workspace.messages.find(channel.id, args.required('timestamp'));
    if (!message || message.onlyFor) throw new ApiError('message_not_found');
    if (!workspace.messages.react(message, name, workspace.botUserId)) throw new ApiError('already_reacted');
    return {};
  },
};

export const workspaceMethods: Method[] = [authTest, teamInfo, addReaction];
