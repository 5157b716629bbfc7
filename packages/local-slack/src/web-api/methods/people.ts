import type { JsonObject } from '../../json.ts';
import { userObject } from '../../workspace/members.ts';
import type { UserGroup } from '../../workspace/user-groups.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { page } from '../pagination.ts';

const showsEmail = (workspace: Workspace) => workspace.scopes.has('users:read.email');

const info: Method = {
  name: 'users.info',
  tier: 4,
  scopes: ['users:read'],
  reads: true,
  run({ workspace, args }) {
    const member = workspace.members.byId(args.text('user') ?? '');
    if (!member) throw new ApiError('user_not_found');
    return { user: userObject(member, showsEmail(workspace)) };
  },
};

const list: Method = {
  name: 'users.list',
  tier: 2,
  scopes: ['users:read'],
  reads: true,
  run({ workspace, args }) {
    const own = workspace.members.all.filter(({ isStranger }) => !isStranger);
    // Without a limit Slack tries to return everybody, and beyond some size answers `limit_required`.
    const { items, next } = page(own, ({ id }) => id, args, args.limit(own.length + 1));
    return {
      members: items.map((member) => userObject(member, showsEmail(workspace))),
      cache_ts: Math.floor(Date.now() / 1000),
      response_metadata: { next_cursor: next },
    };
  },
};

const lookupByEmail: Method = {
  name: 'users.lookupByEmail',
  tier: 3,
  scopes: ['users:read.email'],
  reads: true,
  run({ workspace, args }) {
    const member = workspace.members.byEmail(args.required('email'));
    if (!member) throw new ApiError('users_not_found');
    return { user: userObject(member, true) };
  },
};

function groupObject(workspace: Workspace, group: UserGroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: workspace.teamId,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: Math.floor(group.updated / 1000),
    date_update: Math.floor(group.updated / 1000),
    date_delete: 0,
    auto_type: null,
    created_by: workspace.botUserId,
    updated_by: workspace.botUserId,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    users: withUsers ? group.users : undefined,
    user_count: group.users.length,
  };
}

const groups: Method = {
  name: 'usergroups.list',
  tier: 2,
  scopes: ['usergroups:read'],
  reads: true,
  run: ({ workspace, args }) => ({
    usergroups: workspace.userGroups.all.map((group) => groupObject(workspace, group, args.flag('include_users'))),
  }),
};

function namedGroup({ workspace, args }: Call): UserGroup {
  const group = workspace.userGroups.byId(args.required('usergroup'));
  if (!group) throw new ApiError('no_such_subteam');
  return group;
}

const groupUsers: Method = {
  name: 'usergroups.users.list',
  tier: 2,
  scopes: ['usergroups:read'],
  reads: true,
  run: (call) => ({ users: namedGroup(call).users }),
};

const setGroupUsers: Method = {
  name: 'usergroups.users.update',
  tier: 2,
  scopes: ['usergroups:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const group = namedGroup(call);
    const users = args.list('users');
    if (users.length === 0) throw new ApiError('no_users_provided');
    const areKnown = users.every((id) => {
      const member = workspace.members.byId(id);
      return member && !member.deleted && !member.isBot && !member.isStranger;
    });
    if (!areKnown) throw new ApiError('invalid_users');
    workspace.userGroups.setUsers(group, users);
    return { usergroup: groupObject(workspace, group, true) };
  },
};

export const peopleMethods: Method[] = [info, list, lookupByEmail, groups, groupUsers, setGroupUsers];
