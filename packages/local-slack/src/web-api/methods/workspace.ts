import type { JsonObject } from '../../json.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Method } from '../method.ts';

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

export const workspaceMethods: Method[] = [authTest, teamInfo];
