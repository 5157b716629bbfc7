import { isEmoji, plainEmoji } from '../../emoji.ts';
import type { JsonObject } from '../../json.ts';
import { type Bookmark, isWebLink, MAX_BOOKMARKS } from '../../workspace/bookmarks.ts';
import type { Channel } from '../../workspace/channels.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { Args, type Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { channelById } from '../targets.ts';

function bookmarkObject(workspace: Workspace, bookmark: Bookmark): JsonObject {
  const { id, channelId, title, link, emoji, created, updated, updatedBy, byApp } = bookmark;
  return {
    id,
    channel_id: channelId,
    title,
    link,
    emoji: emoji && `:${emoji}:`,
    icon_url: `https://${new URL(link).host}/favicon.ico`,
    type: 'link',
    entity_id: null,
    date_created: created,
    date_updated: updated,
    rank: 'i',
    last_updated_by_user_id: updatedBy,
    last_updated_by_team_id: workspace.teamId,
    shortcut_id: null,
    app_id: byApp ? workspace.app.id : null,
  };
}

/** These methods call the channel `channel_id`. */
function channelOf({ workspace, args }: Call): Channel {
  return channelById({ workspace, args: new Args({ channel: args.required('channel_id') }) });
}

/** "invalid_link: link should begin with either http:// or https://" */
function readLink(args: Args): string | undefined {
  const link = args.text('link');
  if (link !== undefined && !isWebLink(link)) throw new ApiError('invalid_link');
  return link;
}

function readEmoji(args: Args): string | undefined {
  const emoji = args.text('emoji');
  if (emoji === undefined) return undefined;
  if (!isEmoji(plainEmoji(emoji))) throw new ApiError('invalid_emoji');
  return plainEmoji(emoji);
}

function existing({ workspace, args }: Call, channel: Channel): Bookmark {
  const id = args.required('bookmark_id');
  const bookmark = workspace.bookmarks.of(channel.id).find((one) => one.id === id);
  if (!bookmark) throw new ApiError('not_found');
  return bookmark;
}

/** A channel whose header the app may change: Slack lets no outsider do that. */
function writable(call: Call): Channel {
  const channel = channelOf(call);
  if (channel.archived || !call.workspace.channels.hasBot(channel)) throw new ApiError('permission_denied');
  return channel;
}

/** https://docs.slack.dev/reference/methods/bookmarks.add */
const add: Method = {
  name: 'bookmarks.add',
  tier: 2,
  scopes: ['bookmarks:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const title = args.required('title');
    if (args.required('type') !== 'link') throw new ApiError('invalid_bookmark_type');
    const link = readLink(args);
    if (link === undefined) throw new ApiError('invalid_link');
    const emoji = readEmoji(args);
    const channel = writable(call);
    if (workspace.bookmarks.of(channel.id).length >= MAX_BOOKMARKS) throw new ApiError('too_many_bookmarks');
    const bookmark = workspace.bookmarks.add(channel.id, { title, link, emoji }, workspace.botUserId, true);
    return { bookmark: bookmarkObject(workspace, bookmark) };
  },
};

/** https://docs.slack.dev/reference/methods/bookmarks.edit */
const edit: Method = {
  name: 'bookmarks.edit',
  tier: 2,
  scopes: ['bookmarks:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const bookmark = existing(call, writable(call));
    const {
      title = bookmark.title,
      link = bookmark.link,
      emoji = bookmark.emoji,
    } = {
      title: args.text('title'),
      link: readLink(args),
      emoji: readEmoji(args),
    };
    workspace.bookmarks.change(bookmark, { title, link, emoji }, workspace.botUserId);
    return { bookmark: bookmarkObject(workspace, bookmark) };
  },
};

/** https://docs.slack.dev/reference/methods/bookmarks.remove */
const remove: Method = {
  name: 'bookmarks.remove',
  tier: 2,
  scopes: ['bookmarks:write'],
  reads: false,
  run(call) {
    call.workspace.bookmarks.remove(existing(call, writable(call)));
    return {};
  },
};

/** https://docs.slack.dev/reference/methods/bookmarks.list */
const list: Method = {
  name: 'bookmarks.list',
  tier: 3,
  scopes: ['bookmarks:read'],
  reads: true,
  run(call) {
    const { workspace } = call;
    const { id } = channelOf(call);
    return { bookmarks: workspace.bookmarks.of(id).map((one) => bookmarkObject(workspace, one)) };
  },
};

export const bookmarkMethods: Method[] = [add, edit, remove, list];
