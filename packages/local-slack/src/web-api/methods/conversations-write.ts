import { type Channel, familyOf } from '../../workspace/channels.ts';
import { channelObject } from '../../workspace/objects.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Call, demandScope } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { channelById } from '../targets.ts';

type Management = 'write' | 'invites' | 'topic';

/** Either of these will do. */
function scopesFor(family: 'channels' | 'groups', what: Management): string[] {
  const wide = family === 'channels' ? 'channels:manage' : 'groups:write';
  return what === 'write' ? [wide] : [wide, `${family}:write.${what}`];
}

/** A channel of a kind that the app may manage; what was not granted comes before what is not there. */
function inWritableScope(call: Call, what: Management = 'write'): Channel {
  const named = call.workspace.channels.byId(call.args.text('channel') ?? '');
  const family = named && familyOf(named);
  if (family === 'im' || family === 'mpim') throw new ApiError('method_not_supported_for_channel_type');
  const families = family ? [family] : (['channels', 'groups'] as const);
  demandScope(call.workspace, ...families.flatMap((one) => scopesFor(one, what)));
  return channelById(call);
}

/** One that the bot is in, besides. */
function managed(call: Call, what: Management): Channel {
  const channel = inWritableScope(call, what);
  if (!call.workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
  return channel;
}

const join: Method = {
  name: 'conversations.join',
  tier: 3,
  scopes: ['channels:join'],
  reads: false,
  run(call) {
    const { workspace } = call;
    const channel = channelById(call);
    if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
    if (channel.archived) throw new ApiError('is_archived');
    const already = workspace.channels.hasBot(channel);
    workspace.channels.join(channel, workspace.botUserId);
    const answer = { channel: channelObject(workspace, channel) };
    return already
      ? { ...answer, warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
      : answer;
  },
};

const NAME = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u;

/** The `name` argument, as a channel may be called (https://docs.slack.dev/reference/methods/conversations.create#naming). */
function freeName({ workspace, args }: Call, except?: Channel): string {
  const name = args.text('name');
  if (name === undefined) throw new ApiError('invalid_name_required');
  if (name.length > 80) throw new ApiError('invalid_name_maxlength');
  if (/^[_-]+$/.test(name)) throw new ApiError('invalid_name_punctuation');
  if (!NAME.test(name)) throw new ApiError('invalid_name_specials');
  const holder = workspace.channels.byName(name);
  // A user group's handle is a name as well: https://docs.slack.dev/reference/methods/usergroups.create, "must be unique
  // among channels, users and User Groups".
  const isHandle = workspace.userGroups.all.some(({ handle }) => handle === name);
  if (isHandle || (holder && holder !== except)) throw new ApiError('name_taken');
  return name;
}

const create: Method = {
  name: 'conversations.create',
  tier: 2,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const isPrivate = args.flag('is_private');
    demandScope(workspace, isPrivate ? 'groups:write' : 'channels:manage');
    const name = freeName(call);
    const channel = workspace.channels.create(name, isPrivate ? 'private' : 'public', workspace.botUserId);
    return { channel: channelObject(workspace, channel) };
  },
};

const archive: Method = {
  name: 'conversations.archive',
  tier: 2,
  scopes: [],
  reads: false,
  run(call) {
    if (inWritableScope(call).archived) throw new ApiError('already_archived');
    const channel = managed(call, 'write');
    if (channel.name === 'general') throw new ApiError('cant_archive_general');
    call.workspace.channels.archive(channel, call.workspace.botUserId);
    return {};
  },
};

/** A bot is never in an archived channel, so it gets no further than `not_in_channel`: unarchiving takes a person. */
const unarchive: Method = {
  name: 'conversations.unarchive',
  tier: 2,
  scopes: [],
  reads: false,
  run(call) {
    if (!inWritableScope(call).archived) throw new ApiError('not_archived');
    const channel = managed(call, 'write');
    call.workspace.channels.unarchive(channel, call.workspace.botUserId);
    return {};
  },
};

/** Only who created a channel, or an admin, may rename it (https://docs.slack.dev/reference/methods/conversations.rename). */
const rename: Method = {
  name: 'conversations.rename',
  tier: 2,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace } = call;
    const channel = managed(call, 'write');
    if (channel.archived) throw new ApiError('is_archived');
    if (channel.creator !== workspace.botUserId) throw new ApiError('not_authorized');
    workspace.channels.rename(channel, freeName(call, channel), workspace.botUserId);
    return { channel: channelObject(workspace, channel) };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.kick#errors */
const kick: Method = {
  name: 'conversations.kick',
  tier: 3,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const channel = managed(call, 'write');
    const userId = args.text('user') ?? '';
    if (!workspace.members.byId(userId)) throw new ApiError('user_not_found');
    if (userId === workspace.botUserId) throw new ApiError('cant_kick_self');
    if (channel.name === 'general') throw new ApiError('cant_kick_from_general');
    if (!channel.members.has(userId)) throw new ApiError('not_in_channel');
    workspace.channels.leave(channel, userId, workspace.botUserId);
    return { errors: {} };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.leave */
const leave: Method = {
  name: 'conversations.leave',
  tier: 3,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace } = call;
    const channel = inWritableScope(call);
    if (!workspace.channels.hasBot(channel)) return { not_in_channel: true };
    if (channel.archived) throw new ApiError('is_archived');
    if (channel.name === 'general') throw new ApiError('cant_leave_general');
    if (channel.kind === 'private' && channel.members.size === 1) throw new ApiError('last_member');
    workspace.channels.leave(channel, workspace.botUserId);
    return {};
  },
};

const MAX_INVITED = 100;

/**
 * Who is to be invited, if everybody may be (https://docs.slack.dev/reference/methods/conversations.invite). Its pages
 * disagree on how many, 100 or 1,000: here the fewer.
 */
function invited(workspace: Workspace, channel: Channel, users: string[]): string[] {
  if (users.length === 0) throw new ApiError('no_user');
  if (users.length > MAX_INVITED) throw new ApiError('too_many_users');
  for (const id of users) {
    const member = workspace.members.byId(id);
    if (!member || member.deleted) throw new ApiError('user_not_found');
    if (id === workspace.botUserId) throw new ApiError('cant_invite_self');
    if (member.isStranger) throw new ApiError('no_external_invite_permission');
    if (channel.members.has(id)) throw new ApiError('already_in_channel');
  }
  return users;
}

const invite: Method = {
  name: 'conversations.invite',
  tier: 3,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const channel = managed(call, 'invites');
    if (channel.archived) throw new ApiError('is_archived');
    const users = invited(workspace, channel, args.list('users'));
    for (const id of users) workspace.channels.join(channel, id, workspace.botUserId);
    return { channel: channelObject(workspace, channel) };
  },
};

function noteSetter(which: 'topic' | 'purpose'): Method {
  return {
    name: `conversations.set${which === 'topic' ? 'Topic' : 'Purpose'}`,
    tier: 2,
    scopes: [],
    reads: false,
    run(call) {
      const { workspace, args } = call;
      const channel = managed(call, 'topic');
      if (channel.archived) throw new ApiError('is_archived');
      const value = args.text(which) ?? '';
      if (value.length > 250) throw new ApiError('too_long');
      workspace.channels.setNote(channel, which, value, workspace.botUserId);
      return which === 'topic' ? { channel: channelObject(workspace, channel) } : { purpose: value };
    },
  };
}

export const conversationWriteMethods: Method[] = [
  join,
  create,
  archive,
  unarchive,
  rename,
  kick,
  leave,
  invite,
  noteSetter('topic'),
  noteSetter('purpose'),
];
