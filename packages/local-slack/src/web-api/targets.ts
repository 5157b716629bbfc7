import { isTimestamp } from '../ids.ts';
import type { Channel } from '../workspace/channels.ts';
import { familyOf } from '../workspace/channels.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Call, demandScope } from './call.ts';
import { ApiError } from './errors.ts';

const isChannelId = (text: string) => /^[CGD][A-Z0-9]{8,}$/.test(text);
const isUserId = (text: string) => /^[UW][A-Z0-9]{8,}$/.test(text);

/** A private channel that the bot is not in does not exist as far as the app can tell. */
function isVisible(workspace: Workspace, channel: Channel): boolean {
  return channel.kind === 'public' || workspace.channels.hasBot(channel);
}

/** The channel with the id in the `channel` argument; `channel_not_found` when the app cannot see such a one. */
export function channelById({ workspace, args }: Call): Channel {
  const channel = workspace.channels.byId(args.text('channel') ?? '');
  if (!channel || !isVisible(workspace, channel)) throw new ApiError('channel_not_found');
  return channel;
}

const FAMILIES = ['channels', 'groups', 'im', 'mpim'];

/**
 * Like `channelById`, for methods whose scope depends on the kind of channel, such as `channels:history`. What was not
 * granted comes before what is not there: `missing_scope`, then `channel_not_found`.
 */
export function channelInScope(call: Call, permission: 'read' | 'history'): Channel {
  const { workspace, args } = call;
  const named = workspace.channels.byId(args.text('channel') ?? '');
  const families = named ? [familyOf(named)] : FAMILIES;
  demandScope(workspace, ...families.map((family) => `${family}:${permission}`));
  return channelById(call);
}

/** Where to post: a channel's or DM's id, a person's id (their DM with the app), or the name of a channel. */
export function postingTarget({ workspace, args }: Call): Channel {
  const wanted = args.text('channel') ?? '';
  if (isUserId(wanted)) {
    const member = workspace.members.byId(wanted);
    if (!member || member.id === workspace.botUserId) throw new ApiError('channel_not_found');
    if (member.isBot) throw new ApiError('cannot_dm_bot');
    if (member.deleted) throw new ApiError('user_is_deactivated');
    if (!workspace.app.manifest.features.app_home.messages_tab_enabled) throw new ApiError('messages_tab_disabled');
    return workspace.channels.dmWith(member.id);
  }
  const channel = isChannelId(wanted) ? workspace.channels.byId(wanted) : workspace.channels.byName(wanted);
  if (!channel || !isVisible(workspace, channel)) throw new ApiError('channel_not_found');
  return channel;
}

/** `is_archived`, or `not_in_channel` where `chat:write.public` was not granted. */
export function demandPostable(workspace: Workspace, channel: Channel): void {
  if (channel.archived) throw new ApiError('is_archived');
  if (workspace.channels.hasBot(channel) || workspace.scopes.has('chat:write.public')) return;
  throw new ApiError('not_in_channel');
}

/** The thread that a `thread_ts` argument names. */
export function threadRoot(workspace: Workspace, channel: Channel, threadTs: string | undefined): Message | undefined {
  if (threadTs === undefined) return undefined;
  if (!isTimestamp(threadTs)) throw new ApiError('invalid_thread_ts');
  const root = workspace.messages.find(channel.id, threadTs);
  if (!root) throw new ApiError('thread_not_found');
  if (root.onlyFor) throw new ApiError('cannot_reply_to_message');
  // A reply's own ts leads to its thread; Slack advises against it but accepts it.
  return root.threadTs ? workspace.messages.find(channel.id, root.threadTs) : root;
}
