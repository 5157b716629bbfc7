import type { JsonObject } from '../json.ts';
import { type Channel, familyOf } from './channels.ts';
import { fileObject } from './files.ts';
import type { Message } from './messages.ts';
import { stateValues } from './view-state.ts';
import type { View } from './views.ts';
import type { Workspace } from './workspace.ts';

/* Members, channels, messages and views as Slack writes them in answers, events and payloads. */

/** https://docs.slack.dev/reference/objects/conversation-object */
export function channelObject(workspace: Workspace, channel: Channel): JsonObject {
  const { id, created, archived } = channel;
  if (channel.kind === 'im') {
    const user = [...channel.members].find((member) => member !== workspace.botUserId);
    const gone = user ? (workspace.members.byId(user)?.deleted ?? false) : false;
    return { id, created, is_im: true, is_org_shared: false, is_archived: archived, user, is_user_deleted: gone };
  }
  const isPrivate = channel.kind !== 'public';
  const isGroupDm = channel.kind === 'mpim';
  const isShared = [...channel.members].some((member) => workspace.members.byId(member)?.isStranger);
  return {
    id,
    name: channel.name,
    is_channel: !isGroupDm,
    is_group: isGroupDm,
    is_im: false,
    is_mpim: isGroupDm,
    is_private: isPrivate,
    created,
    creator: channel.creator,
    is_archived: archived,
    is_general: channel.name === 'general',
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: isShared,
    is_ext_shared: isShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: workspace.teamId,
    updated: channel.updated,
    parent_conversation: null,
    shared_team_ids: [workspace.teamId],
    is_member: workspace.channels.hasBot(channel),
    topic: { ...channel.topic },
    purpose: { ...channel.purpose },
    previous_names: channel.previousNames,
  };
}

/** Interaction payloads name private channels and direct messages by their kind only. */
export function channelNameInPayload(channel: Channel): string {
  return { channels: channel.name, groups: 'privategroup', im: 'directmessage', mpim: channel.name }[familyOf(channel)];
}

export interface MessageDetail {
  metadata?: boolean;
}

function filesPart({ files, teamId, baseUrl }: Workspace, { fileIds = [] }: Message): JsonObject {
  const shown = fileIds.flatMap((id) => {
    const file = files.byId(id);
    return file ? [fileObject(teamId, baseUrl(), file)] : [];
  });
  return fileIds.length > 0 ? { files: shown, upload: true } : {};
}

/** https://docs.slack.dev/reference/events/message, as in histories and interaction payloads */
export function messageObject(workspace: Workspace, message: Message, detail: MessageDetail = {}): JsonObject {
  const replies = workspace.messages.repliesTo(message);
  const byApp = message.byApp
    ? {
        bot_id: workspace.botId,
        app_id: workspace.app.id,
        bot_profile: {
          id: workspace.botId,
          app_id: workspace.app.id,
          user_id: workspace.botUserId,
          name: workspace.app.manifest.display_information.name,
          icons: {},
          deleted: false,
          updated: 0,
          team_id: workspace.teamId,
        },
      }
    : {};
  const thread =
    replies.length > 0
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users_count: new Set(replies.map(({ userId }) => userId)).size,
          latest_reply: replies.at(-1)?.ts,
          reply_users: [...new Set(replies.map(({ userId }) => userId))],
          is_locked: false,
          subscribed: false,
        }
      : {};
  const parent = message.threadTs && workspace.messages.find(message.channelId, message.threadTs);
  return {
    user: message.userId,
    type: 'message',
    subtype: message.remark?.subtype ?? (message.broadcast ? 'thread_broadcast' : undefined),
    ...message.remark?.detail,
    ts: message.ts,
    ...byApp,
    text: message.text,
    team: workspace.teamId,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...filesPart(workspace, message),
    ...(message.onlyFor ? { is_ephemeral: true } : {}),
    ...(message.editedTs ? { edited: { user: message.userId, ts: message.editedTs } } : {}),
    ...thread,
    ...(message.threadTs ? { thread_ts: message.threadTs, parent_user_id: parent ? parent.userId : undefined } : {}),
    // https://docs.slack.dev/reference/events/message/thread_broadcast
    ...(message.broadcast && parent ? { root: messageObject(workspace, parent) } : {}),
    ...(message.reactions.size > 0
      ? {
          reactions: [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size })),
        }
      : {}),
    ...(workspace.pins.find(message) ? { pinned_to: [message.channelId] } : {}),
    ...(detail.metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** https://docs.slack.dev/reference/views, as in answers and payloads */
export function viewObject(workspace: Workspace, view: View): JsonObject {
  const { content } = view;
  const modal =
    content.type === 'modal'
      ? {
          title: content.title,
          close: content.close ?? null,
          submit: content.submit ?? null,
          clear_on_close: content.clear_on_close,
          notify_on_close: content.notify_on_close,
        }
      : {
          title: { type: 'plain_text', text: 'View Title', emoji: true },
          close: null,
          submit: null,
          clear_on_close: false,
          notify_on_close: false,
        };
  return {
    id: view.id,
    team_id: workspace.teamId,
    type: content.type,
    blocks: content.blocks,
    private_metadata: content.private_metadata,
    callback_id: content.callback_id,
    state: { values: stateValues(content.blocks, view.entered) },
    hash: view.hash,
    ...modal,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: workspace.app.id,
    external_id: content.external_id,
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.botId,
  };
}
