import { userObject } from '../../workspace/members.ts';
import { userGroupObject } from '../../workspace/user-groups.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { page } from '../pagination.ts';
import { demandUserGroups, namedUserGroup } from './user-groups.ts';

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

const groups: Method = {
  name: 'usergroups.list',
  tier: 2,
  scopes: ['usergroups:read'],
  reads: true,
  run({ workspace, args }) {
    const { userGroups, teamId } = workspace;
    const groups = args.flag('include_disabled') ? userGroups.all : userGroups.enabled;
    return { usergroups: groups.map((group) => userGroupObject(teamId, group, args.flag('include_users'))) };
  },
};

const groupUsers: Method = {
  name: 'usergroups.users.list',
  tier: 2,
  scopes: ['usergroups:read'],
  reads: true,
  run: (call) => ({ users: namedUserGroup(call).users }),
};

const setGroupUsers: Method = {
  name: 'usergroups.users.update',
  tier: 2,
  scopes: ['usergroups:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    demandUserGroups(workspace);
    const group = namedUserGroup(call);
    const users = args.list('users');
    if (users.length === 0) throw new ApiError('no_users_provided');
    const areKnown = users.every((id) => {
      const member = workspace.members.byId(id);
      return member && !member.deleted && !member.isBot && !member.isStranger;
    });
    if (!areKnown) throw new ApiError('invalid_users');
    workspace.userGroups.setUsers(group, users, workspace.botUserId);
    return { usergroup: userGroupObject(workspace.teamId, group, true) };
  },
};

export const peopleMethods: Method[] = [info, list, lookupByEmail, groups, groupUsers, setGroupUsers];
