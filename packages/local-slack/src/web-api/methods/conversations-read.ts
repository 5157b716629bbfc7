import { isTimestamp } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import { type Channel, familyOf } from '../../workspace/channels.ts';
import type { Message } from '../../workspace/messages.ts';
import { channelObject, messageObject } from '../../workspace/objects.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Args, type Call, demandScope } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { page } from '../pagination.ts';
import { channelInScope } from '../targets.ts';

const FAMILY_OF_TYPE = new Map([
  ['public_channel', 'channels'],
  ['private_channel', 'groups'],
  ['im', 'im'],
  ['mpim', 'mpim'],
]);

/** The `types` argument as scope families; every one of them has to be granted. */
function wantedFamilies(workspace: Workspace, args: Args): Set<string> {
  const types = args.list('types');
  const families = (types.length > 0 ? types : ['public_channel']).map((type) => {
    const family = FAMILY_OF_TYPE.get(type);
    if (family === undefined) throw new ApiError('invalid_types');
    return family;
  });
  for (const family of families) demandScope(workspace, `${family}:read`);
  return new Set(families);
}

function listed(call: Call, among: (channel: Channel) => boolean): JsonObject {
  const { workspace, args } = call;
  const families = wantedFamilies(workspace, args);
  const matching = workspace.channels.all.filter(
    (channel) =>
      families.has(familyOf(channel)) && among(channel) && !(args.flag('exclude_archived') && channel.archived),
  );
  // "Must be an integer under 1000" (https://docs.slack.dev/reference/methods/conversations.list and users.conversations).
  const { items, next } = page(matching, ({ id }) => id, args, args.limit(100, 999));
  return {
    channels: items.map((channel) => ({
      ...channelObject(workspace, channel),
      num_members: channel.kind === 'im' ? undefined : channel.members.size,
    })),
    response_metadata: { next_cursor: next },
  };
}

const list: Method = {
  name: 'conversations.list',
  tier: 2,
  scopes: [],
  reads: true,
  run: (call) => listed(call, (channel) => channel.kind === 'public' || call.workspace.channels.hasBot(channel)),
};

const ofUser: Method = {
  name: 'users.conversations',
  tier: 3,
  scopes: [],
  reads: true,
  run(call) {
    const { workspace, args } = call;
    const userId = args.text('user') ?? workspace.botUserId;
    if (!workspace.members.byId(userId)) throw new ApiError('user_not_found');
    return listed(
      call,
      (channel) => channel.members.has(userId) && (channel.kind === 'public' || workspace.channels.hasBot(channel)),
    );
  },
};

const info: Method = {
  name: 'conversations.info',
  tier: 3,
  scopes: [],
  reads: true,
  run(call) {
    const channel = channelInScope(call, 'read');
    const numMembers = call.args.flag('include_num_members') ? { num_members: channel.members.size } : {};
    return { channel: { ...channelObject(call.workspace, channel), ...numMembers } };
  },
};

const members: Method = {
  name: 'conversations.members',
  tier: 4,
  scopes: [],
  reads: true,
  run(call) {
    const channel = channelInScope(call, 'read');
    // "A limit value under 1000" (https://docs.slack.dev/reference/methods/conversations.members).
    const { items, next } = page([...channel.members], (id) => id, call.args, call.args.limit(100, 999));
    return { members: items, response_metadata: { next_cursor: next } };
  },
};

/** `oldest`, `latest`, `inclusive` (https://docs.slack.dev/reference/methods/conversations.history). */
function withinTimes(args: Args): (message: Message) => boolean {
  const bound = (name: 'oldest' | 'latest'): number | undefined => {
    const text = args.text(name);
    if (text === undefined || text === '0' || text === 'now') return undefined;
    if (!isTimestamp(text) && !/^\d+(\.\d+)?$/.test(text)) throw new ApiError(`invalid_ts_${name}`);
    return Number(text);
  };
  const oldest = bound('oldest');
  const latest = bound('latest');
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    const isEdge = at === oldest || at === latest;
    return isEdge ? inclusive : at > (oldest ?? 0) && at < (latest ?? Number.POSITIVE_INFINITY);
  };
}

function readableChannel(call: Call): Channel {
  const channel = channelInScope(call, 'history');
  if (!call.workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
  return channel;
}

function answer(call: Call, messages: Message[]): JsonObject {
  const { workspace, args } = call;
  const { items, next } = page(messages, ({ ts }) => ts, args, args.limit(100, 999));
  const metadata = args.flag('include_all_metadata');
  return {
    messages: items.map((message) => messageObject(workspace, message, { metadata })),
    has_more: next !== '',
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  };
}

const history: Method = {
  name: 'conversations.history',
  tier: 3,
  scopes: [],
  reads: true,
  run(call) {
    const channel = readableChannel(call);
    const isWithin = withinTimes(call.args);
    const messages = call.workspace.messages
      .inChannel(channel.id)
      .filter((message) => (message.threadTs === undefined || message.broadcast) && isWithin(message))
      .reverse();
    return { ...answer(call, messages), pin_count: 0, channel_actions_ts: null, channel_actions_count: 0 };
  },
};

const replies: Method = {
  name: 'conversations.replies',
  tier: 3,
  scopes: [],
  reads: true,
  run(call) {
    const { workspace, args } = call;
    const channel = readableChannel(call);
    const ts = args.text('ts');
    const named = ts === undefined ? undefined : workspace.messages.find(channel.id, ts);
    if (!named || named.onlyFor) throw new ApiError('thread_not_found');
    const root = named.threadTs ? workspace.messages.find(channel.id, named.threadTs) : named;
    if (!root) throw new ApiError('thread_not_found');
    const isWithin = withinTimes(args);
    return answer(call, [root, ...workspace.messages.repliesTo(root).filter(isWithin)]);
  },
};

export const conversationReadMethods: Method[] = [list, ofUser, info, members, history, replies];
