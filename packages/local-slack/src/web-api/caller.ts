import type { JsonObject } from '../json.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './errors.ts';

/** Methods whose `team_id` is "required if org token is used" (their pages in https://docs.slack.dev/reference/methods). */
const NEED_TEAM =
  /^(conversations\.(list|create)|users\.(list|conversations)|usergroups\.(list|create|update|enable|disable|users\.list|users\.update))$/;

const textOf = (args: JsonObject, ...names: string[]) =>
  names.map((name) => args[name]).find((one): one is string => typeof one === 'string');

/** Whether an argument names something of this workspace. */
function isMeant(workspace: Workspace, args: JsonObject): boolean {
  const channel = textOf(args, 'channel', 'channel_id');
  if (channel !== undefined && workspace.channels.byId(channel)) return true;
  const [user = ''] = (textOf(args, 'user', 'user_id', 'users') ?? channel ?? '').split(',');
  const member = workspace.members.byId(user);
  if (member && !member.isBot) return true;
  const viewId = textOf(args, 'view_id');
  if (viewId !== undefined && workspace.views.find(({ id }) => id === viewId)) return true;
  return 'trigger' in workspace.triggers.check(textOf(args, 'trigger_id') ?? '');
}

/**
 * The workspace that a call is for: the one of its token, and of an org-wide token the one that `team_id` or anything
 * else in the arguments points to. `undefined` for a token that is nobody's.
 */
export function workspaceOf(
  workspaces: readonly Workspace[],
  token: string | undefined,
  args: JsonObject,
): Workspace | undefined {
  if (token === undefined) return undefined;
  const known = workspaces.filter(({ installation }) => installation.stateOf(token) !== undefined);
  const teamId = textOf(args, 'team_id');
  const [first] = known;
  if (!first?.installation.isOrgWide) return first;
  return known.find((one) => (teamId === undefined ? isMeant(one, args) : one.teamId === teamId)) ?? first;
}

/** Throws where an org-wide token does not say for which workspace it comes. */
export function demandTeam(workspace: Workspace, method: string, args: JsonObject): void {
  if (!workspace.installation.isOrgWide) return;
  const teamId = textOf(args, 'team_id');
  if (teamId === undefined && NEED_TEAM.test(method)) throw new ApiError('missing_argument');
  const isReached = workspace.installation.reach.some((one) => one.teamId === teamId);
  if (teamId !== undefined && !isReached) throw new ApiError('team_access_not_granted');
}
