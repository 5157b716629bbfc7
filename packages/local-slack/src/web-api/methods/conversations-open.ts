import type { JsonObject } from '../../json.ts';
import { type Channel, familyOf, isDirect } from '../../workspace/channels.ts';
import type { Member } from '../../workspace/members.ts';
import { channelObject } from '../../workspace/objects.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Call, demandScope } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { channelById } from '../targets.ts';

/** "too_many_users: Needs at most 8 users to open" */
const MAX_USERS = 8;

function named({ members }: Workspace, id: string): Member {
  const member = members.byId(id);
  if (!member) throw new ApiError('user_not_found');
  if (member.deleted) throw new ApiError('user_disabled');
  return member;
}

/** A conversation that there is already, by its id; what was not granted comes before what is not there. */
function resumed(call: Call): Channel {
  const { workspace, args } = call;
  const named = workspace.channels.byId(args.text('channel') ?? '');
  if (named && !isDirect(named)) throw new ApiError('method_not_supported_for_channel_type');
  const families = named ? [familyOf(named)] : ['im', 'mpim'];
  demandScope(workspace, ...families.map((family) => `${family}:write`));
  return channelById(call);
}

function withOne({ workspace }: Call, id: string): Channel {
  demandScope(workspace, 'im:write');
  const member = named(workspace, id);
  if (member.isBot) throw new ApiError('cannot_dm_bot');
  return workspace.channels.dmWith(member.id);
}

function withSeveral({ workspace, args }: Call, users: readonly string[]): Channel {
  demandScope(workspace, 'mpim:write');
  if (users.length > MAX_USERS) throw new ApiError('too_many_users');
  const people = users.map((id) => named(workspace, id));
  const ids = new Set([...people.map(({ id }) => id), workspace.botUserId]);
  const known = workspace.channels.groupOf(ids);
  if (!known && args.flag('prevent_creation')) throw new ApiError('channel_not_found');
  return (
    known ??
    workspace.channels.openGroup(
      ids,
      workspace.botUserId,
      people.map(({ name }) => name),
    )
  );
}

function answer({ workspace, args }: Call, channel: Channel, alreadyOpen: boolean): JsonObject {
  const state = alreadyOpen ? { no_op: true, already_open: true } : {};
  return { ...state, channel: args.flag('return_im') ? channelObject(workspace, channel) : { id: channel.id } };
}

/** https://docs.slack.dev/reference/methods/conversations.open */
const open: Method = {
  name: 'conversations.open',
  tier: 3,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    if (args.text('channel') !== undefined) return answer(call, resumed(call), true);
    const users = [...new Set(args.list('users'))];
    const [first] = users;
    if (first === undefined) throw new ApiError('users_list_not_supplied');
    const before = new Set(workspace.channels.all);
    const channel = users.length === 1 ? withOne(call, first) : withSeveral(call, users);
    return answer(call, channel, before.has(channel));
  },
};

export const conversationOpenMethods: Method[] = [open];
