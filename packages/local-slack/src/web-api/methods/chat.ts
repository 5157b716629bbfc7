import type { Message } from '../../workspace/messages.ts';
import { messageObject } from '../../workspace/objects.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Call } from '../call.ts';
import { postedText, readContent, readMetadata, updatedText } from '../content.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { permalinkOf } from '../named-message.ts';
import { channelById, demandPostable, postingTarget, threadRoot } from '../targets.ts';

const postMessage: Method = {
  name: 'chat.postMessage',
  tier: 'posting',
  scopes: ['chat:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const channel = postingTarget(call);
    demandPostable(workspace, channel);
    if (
      ['username', 'icon_emoji', 'icon_url'].some((name) => args.text(name)) &&
      !workspace.scopes.has('chat:write.customize')
    ) {
      throw new ApiError('missing_scope', {
        needed: 'chat:write.customize',
        provided: [...workspace.scopes].join(','),
      });
    }
    const content = readContent(workspace, args, postedText);
    const metadata = readMetadata(args) ?? undefined;
    const root = threadRoot(workspace, channel, args.text('thread_ts'));
    const broadcast = root !== undefined && args.flag('reply_broadcast');
    const message = workspace.messages.add({
      channelId: channel.id,
      userId: workspace.botUserId,
      byApp: true,
      ...content,
      threadTs: root?.ts,
      broadcast,
      metadata,
      isUnstyled: args.text('mrkdwn') === 'false',
    });
    return { channel: channel.id, ts: message.ts, message: messageObject(workspace, message, { metadata: true }) };
  },
};

/** A message of the app's own that it may still change. */
function ownMessage(call: Call, refusal: string): Message {
  const { workspace, args } = call;
  const channel = channelById(call);
  const message = workspace.messages.find(channel.id, args.required('ts'));
  if (!message || message.onlyFor) throw new ApiError('message_not_found');
  if (!message.byApp) throw new ApiError(refusal);
  if (channel.archived) throw new ApiError('is_inactive');
  return message;
}

const update: Method = {
  name: 'chat.update',
  tier: 3,
  scopes: ['chat:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const message = ownMessage(call, 'cant_update_message');
    const content = readContent(workspace, args, updatedText, message);
    const metadata = readMetadata(args);
    const change = metadata === undefined ? content : { ...content, metadata: metadata ?? undefined };
    const broadcast = message.broadcast || (message.threadTs !== undefined && args.flag('reply_broadcast'));
    if (metadata === null) message.metadata = undefined;
    workspace.messages.change(message, { ...change, broadcast });
    const { channelId, ts, text } = message;
    return { channel: channelId, ts, text, message: messageObject(workspace, message, { metadata: true }) };
  },
};

const remove: Method = {
  name: 'chat.delete',
  tier: 3,
  scopes: ['chat:write'],
  reads: false,
  run(call) {
    const message = ownMessage(call, 'cant_delete_message');
    call.workspace.messages.delete(message);
    return { channel: message.channelId, ts: message.ts };
  },
};

function recipient(workspace: Workspace, id: string | undefined): string {
  const member = id === undefined ? undefined : workspace.members.byId(id);
  if (!member || member.deleted) throw new ApiError('user_not_found');
  return member.id;
}

const postEphemeral: Method = {
  name: 'chat.postEphemeral',
  tier: 4,
  scopes: ['chat:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const channel = postingTarget(call);
    const userId = recipient(workspace, args.text('user'));
    // "Cannot post user messages to a channel they are not in": chat:write.public does not help.
    if (channel.archived) throw new ApiError('is_archived');
    if (!workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
    if (!channel.members.has(userId)) throw new ApiError('user_not_in_channel');
    const content = readContent(workspace, args, postedText);
    const root = threadRoot(workspace, channel, args.text('thread_ts'));
    const message = workspace.messages.add({
      channelId: channel.id,
      userId: workspace.botUserId,
      byApp: true,
      ...content,
      threadTs: root?.ts,
      onlyFor: userId,
    });
    return { message_ts: message.ts };
  },
};

const getPermalink: Method = {
  name: 'chat.getPermalink',
  tier: 'special',
  scopes: [],
  reads: true,
  run(call) {
    const { workspace, args } = call;
    const channel = channelById(call);
    const message = workspace.messages.find(channel.id, args.required('message_ts'));
    if (!message || message.onlyFor) throw new ApiError('message_not_found');
    return { channel: channel.id, permalink: permalinkOf(workspace, message) };
  },
};

export const chatMethods: Method[] = [postMessage, update, remove, postEphemeral, getPermalink];
