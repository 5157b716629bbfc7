import { type UserGroup, type UserGroupContent, userGroupObject } from '../../workspace/user-groups.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Args, Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';

/** Groups are there on paid plans only, and a workspace may leave their care to its admins. */
export function demandUserGroups({ rules }: Workspace): void {
  if (rules.plan === 'free') throw new ApiError('plan_upgrade_required');
  if (rules.userGroupChanges === 'admins') throw new ApiError('permission_denied');
}

export function namedUserGroup({ workspace, args }: Call): UserGroup {
  const group = workspace.userGroups.byId(args.required('usergroup'));
  if (!group) throw new ApiError('no_such_subteam');
  return group;
}

const MAX_NAME = 80;
const MAX_DESCRIPTION = 140;

function readName({ workspace, args }: Call, except?: UserGroup): string | undefined {
  const name = args.text('name');
  if (name !== undefined && name.length > MAX_NAME) throw new ApiError('name_too_long');
  const isTaken = workspace.userGroups.all.some((one) => one !== except && one.name === name);
  if (isTaken) throw new ApiError('name_already_exists');
  return name;
}

/** "Must be unique among channels, users and User Groups." */
function demandFreeHandle({ members, channels, userGroups }: Workspace, handle: string, except?: UserGroup): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,20}$/.test(handle)) throw new ApiError('bad_handle');
  if (['here', 'channel', 'everyone'].includes(handle)) throw new ApiError('forbidden_handle');
  const isGroups = userGroups.all.some((one) => one !== except && one.handle === handle);
  if (isGroups || members.byName(handle) || channels.byName(handle)) throw new ApiError('handle_already_exists');
}

function readDescription(args: Args): string | undefined {
  const description = args.text('description');
  if ((description?.length ?? 0) > MAX_DESCRIPTION) throw new ApiError('description_too_long');
  return description;
}

const handleFrom = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 21);

/** Without a handle, Slack makes one of the name. */
function newContent(call: Call): UserGroupContent {
  const name = readName(call);
  if (name === undefined) throw new ApiError('missing_subteam_name');
  const handle = call.args.text('handle')?.replace(/^@/, '') ?? handleFrom(name);
  demandFreeHandle(call.workspace, handle);
  return { name, handle, description: readDescription(call.args) ?? '' };
}

function answer({ workspace }: Call, group: UserGroup) {
  return { usergroup: userGroupObject(workspace.teamId, group, true) };
}

function method(name: string, run: (call: Call) => UserGroup): Method {
  return {
    name,
    tier: 2,
    scopes: ['usergroups:write'],
    reads: false,
    run(call) {
      demandUserGroups(call.workspace);
      return answer(call, run(call));
    },
  };
}

/** https://docs.slack.dev/reference/methods/usergroups.create */
const create = method('usergroups.create', (call) =>
  call.workspace.userGroups.create(newContent(call), call.workspace.botUserId),
);

/** https://docs.slack.dev/reference/methods/usergroups.update */
const update = method('usergroups.update', (call) => {
  const { workspace, args } = call;
  const group = namedUserGroup(call);
  const name = readName(call, group) ?? group.name;
  const handle = args.text('handle')?.replace(/^@/, '') ?? group.handle;
  if (handle !== group.handle) demandFreeHandle(workspace, handle, group);
  const description = readDescription(args) ?? group.description;
  workspace.userGroups.change(group, { name, handle, description }, workspace.botUserId);
  return group;
});

/** https://docs.slack.dev/reference/methods/usergroups.enable */
const enable = method('usergroups.enable', (call) => {
  const group = namedUserGroup(call);
  if (group.disabled === undefined) throw new ApiError('already_enabled');
  call.workspace.userGroups.change(group, { disabled: undefined }, call.workspace.botUserId);
  return group;
});

/** https://docs.slack.dev/reference/methods/usergroups.disable */
const disable = method('usergroups.disable', (call) => {
  const group = namedUserGroup(call);
  if (group.disabled !== undefined) throw new ApiError('already_disabled');
  call.workspace.userGroups.change(group, { disabled: Date.now() }, call.workspace.botUserId);
  return group;
});

export const userGroupMethods: Method[] = [create, update, enable, disable];
