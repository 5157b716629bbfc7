import type { JsonObject } from '../json.ts';
import { ApiError } from './errors.ts';

const PAGES = ['cursor', 'limit'];
const TIMES = ['oldest', 'latest', 'inclusive', 'include_all_metadata'];
const CONTENT = ['text', 'blocks', 'attachments', 'markdown_text', 'parse', 'link_names', 'as_user'];
const AUTHOR = ['username', 'icon_emoji', 'icon_url'];
const USER_GROUP = ['usergroup', 'include_count'];
const USER_GROUP_CONTENT = ['handle', 'description', 'channels', 'additional_channels', 'enable_section'];
const ITEM = ['channel', 'timestamp', 'file', 'file_comment'];
const BOOKMARK = ['channel_id', 'title', 'link', 'emoji'];

/**
 * The arguments on each method's page below https://docs.slack.dev/reference/methods; `token` and `team_id` aside, which
 * all take: Bolt sends the latter with every call.
 */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'auth.revoke': ['test'],
  'auth.teams.list': [...PAGES, 'include_icon'],
  'apps.uninstall': ['client_id', 'client_secret'],
  'oauth.v2.access': [
    'client_id',
    'client_secret',
    'code',
    'code_verifier',
    'redirect_uri',
    'grant_type',
    'refresh_token',
  ],
  'bots.info': ['bot'],
  'team.info': ['team', 'domain'],
  'chat.postMessage': [
    'channel',
    ...CONTENT,
    ...AUTHOR,
    'thread_ts',
    'reply_broadcast',
    'metadata',
    'mrkdwn',
    'unfurl_links',
    'unfurl_media',
    'current_draft_last_updated_ts',
  ],
  'chat.postEphemeral': ['channel', 'user', ...CONTENT, ...AUTHOR, 'thread_ts'],
  'chat.update': [
    'channel',
    'ts',
    ...CONTENT,
    'metadata',
    'reply_broadcast',
    'file_ids',
    'unfurl_links',
    'unfurl_media',
  ],
  'chat.delete': ['channel', 'ts', 'as_user'],
  'chat.getPermalink': ['channel', 'message_ts'],
  'conversations.list': [...PAGES, 'types', 'exclude_archived'],
  'conversations.info': ['channel', 'include_locale', 'include_num_members'],
  'conversations.members': ['channel', ...PAGES],
  'conversations.history': ['channel', ...PAGES, ...TIMES],
  'conversations.replies': ['channel', 'ts', ...PAGES, ...TIMES],
  'conversations.join': ['channel'],
  'conversations.leave': ['channel'],
  'conversations.open': ['channel', 'users', 'return_im', 'prevent_creation'],
  'conversations.create': ['name', 'is_private'],
  'conversations.archive': ['channel'],
  'conversations.unarchive': ['channel'],
  'conversations.rename': ['channel', 'name'],
  'conversations.kick': ['channel', 'user'],
  'conversations.invite': ['channel', 'users', 'force'],
  'conversations.setTopic': ['channel', 'topic'],
  'conversations.setPurpose': ['channel', 'purpose'],
  'users.info': ['user', 'include_locale'],
  'users.list': [...PAGES, 'include_locale'],
  'users.lookupByEmail': ['email'],
  'users.conversations': [...PAGES, 'user', 'types', 'exclude_archived'],
  'usergroups.list': ['include_count', 'include_disabled', 'include_users'],
  'usergroups.create': ['name', 'include_count', ...USER_GROUP_CONTENT],
  'usergroups.update': [...USER_GROUP, 'name', ...USER_GROUP_CONTENT],
  'usergroups.enable': USER_GROUP,
  'usergroups.disable': USER_GROUP,
  'usergroups.users.list': ['usergroup', 'include_disabled'],
  'usergroups.users.update': [...USER_GROUP, 'users', 'additional_channels', 'is_shared'],
  'views.open': ['view', 'trigger_id', 'interactivity_pointer'],
  'views.push': ['view', 'trigger_id', 'interactivity_pointer'],
  'views.update': ['view', 'view_id', 'external_id', 'hash'],
  'views.publish': ['view', 'user_id', 'hash'],
  'reactions.add': ['channel', 'timestamp', 'name'],
  'reactions.remove': ['name', ...ITEM],
  'reactions.get': [...ITEM, 'full'],
  'pins.add': ['channel', 'timestamp'],
  'pins.remove': ['channel', 'timestamp'],
  'pins.list': ['channel'],
  'bookmarks.add': [...BOOKMARK, 'type', 'entity_id', 'access_level', 'parent_id'],
  'bookmarks.edit': [...BOOKMARK, 'bookmark_id'],
  'bookmarks.remove': ['channel_id', 'bookmark_id', 'quip_section_id'],
  'bookmarks.list': ['channel_id'],
  'files.getUploadURLExternal': ['filename', 'length', 'alt_txt', 'snippet_type'],
  'files.completeUploadExternal': [
    'files',
    'channel_id',
    'channels',
    'initial_comment',
    'thread_ts',
    'blocks',
    ...AUTHOR,
  ],
  'files.info': ['file', ...PAGES, 'count', 'page'],
  'files.delete': ['file'],
};

/** The only ones that may be lists. Lists of ids are written with commas. */
const LISTS = new Set(['blocks', 'attachments', 'file_ids', 'files']);

/**
 * `invalid_arg_name` for arguments that are not on the method's page, and `invalid_array_arg` for lists where none belong.
 * Slack says of the first "outside the bounds of accepted or expected values"; taken strictly, so that no typing mistake
 * passes. A method that is not listed above takes every name that is well formed.
 */
export function demandAcceptedArguments(method: string, args: JsonObject): void {
  const accepted = ACCEPTED[method];
  for (const [name, value] of Object.entries(args)) {
    if (!/^\w{1,64}$/.test(name) || (accepted && !accepted.includes(name) && name !== 'team_id'))
      throw new ApiError('invalid_arg_name');
    if (accepted && Array.isArray(value) && !LISTS.has(name)) throw new ApiError('invalid_array_arg');
  }
}
