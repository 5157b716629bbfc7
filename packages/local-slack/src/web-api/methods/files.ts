import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Channel } from '../../workspace/channels.ts';
import { fileObject, type StoredFile } from '../../workspace/files.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { Args, type Call } from '../call.ts';
import { type Content, postedText, readContent } from '../content.ts';
import { ApiError, invalidArguments } from '../errors.ts';
import type { Method } from '../method.ts';
import { channelById, threadRoot } from '../targets.ts';

const objectOf = (workspace: Workspace, file: StoredFile) => fileObject(workspace.teamId, workspace.baseUrl(), file);

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal. It takes forms only. */
const getUploadUrl: Method = {
  name: 'files.getUploadURLExternal',
  tier: 4,
  scopes: ['files:write'],
  reads: true,
  run({ workspace, args }) {
    const name = args.required('filename');
    const length = Number(args.required('length'));
    if (!Number.isInteger(length) || length < 0) throw invalidArguments('`length` must be an integer');
    // "Typically only occurs when the length provided is 0."
    if (length === 0) throw new ApiError('missing_argument');
    const altText = args.text('alt_txt');
    if ((altText?.length ?? 0) > 1000) throw new ApiError('alt_txt_too_large');
    const { id, path } = workspace.files.promise(name, length, altText, workspace.botUserId);
    return { upload_url: `${workspace.baseUrl()}${path}`, file_id: id };
  },
};

/** The channels that the files are to be shared in; the bot has to be in each. */
function destinations({ workspace, args }: Call): Channel[] {
  const ids = [...new Set([...args.list('channel_id'), ...args.list('channels')])];
  if (ids.length > 100) throw new ApiError('channels_limit_exceeded');
  return ids.map((id) => {
    const channel = channelById({ workspace, args: new Args({ channel: id }) });
    if (channel.archived) throw new ApiError('posting_to_channel_denied');
    if (!workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
    return channel;
  });
}

function readFiles(args: Args): { id: string; title: string | undefined }[] {
  const raw = args.json('files', 'invalid_arguments');
  if (!Array.isArray(raw) || raw.length === 0) throw invalidArguments('missing required field: files');
  return raw.map((one: unknown) => {
    if (!isJsonObject(one) || typeof one.id !== 'string')
      throw invalidArguments('`files` must hold objects with an `id`');
    return { id: one.id, title: typeof one.title === 'string' ? one.title : undefined };
  });
}

/** What is said with the files. "If the `initial_comment` field is provided, the `blocks` field is ignored." */
function readComment({ workspace, args }: Call): Content {
  const text = args.text('initial_comment');
  const { blocks } = args.raw;
  if (text === undefined && !blocks) return { text: '', blocks: [], attachments: [], mentions: [] };
  return readContent(workspace, new Args(text === undefined ? { blocks } : { text }), postedText);
}

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
const completeUpload: Method = {
  name: 'files.completeUploadExternal',
  tier: 4,
  scopes: ['files:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const wanted = readFiles(args);
    const channels = destinations(call);
    const [first] = channels;
    const root = first && threadRoot(workspace, first, args.text('thread_ts'));
    const comment = readComment(call);
    const files = wanted.map(({ id, title }) => {
      const file = workspace.files.complete(id);
      if (!file) throw new ApiError('file_not_found');
      file.title = title ?? file.name;
      return file;
    });
    for (const channel of channels) share(workspace, channel, comment, files, root?.ts);
    return { files: files.map((file): JsonObject => objectOf(workspace, file)) };
  },
};

/** The message that shows the files, and `file_shared` for each (https://docs.slack.dev/reference/events/file_shared). */
function share(
  workspace: Workspace,
  { id: channelId }: Channel,
  comment: Content,
  files: StoredFile[],
  threadTs?: string,
): void {
  for (const file of files) file.channels.add(channelId);
  const fileIds = files.map(({ id }) => id);
  const author = { userId: workspace.botUserId, byApp: true };
  workspace.messages.add({ channelId, ...author, ...comment, threadTs, fileIds });
  for (const id of fileIds) {
    const body = { file_id: id, user_id: workspace.botUserId, file: { id }, channel_id: channelId };
    workspace.announce({ type: 'file_shared', scope: 'files:read', body: () => body });
  }
}

/** A file that the app may see: its own, or one shared where it is. */
function visibleFile({ workspace, args }: Call): StoredFile {
  const file = workspace.files.byId(args.required('file'));
  const isSeen = [...(file?.channels ?? [])].some((id) => {
    const channel = workspace.channels.byId(id);
    return channel && workspace.channels.hasBot(channel);
  });
  if (!file || (file.userId !== workspace.botUserId && !isSeen)) throw new ApiError('file_not_found');
  return file;
}

const info: Method = {
  name: 'files.info',
  tier: 4,
  scopes: ['files:read'],
  reads: true,
  run: (call) => ({ file: objectOf(call.workspace, visibleFile(call)), comments: [] }),
};

const remove: Method = {
  name: 'files.delete',
  tier: 3,
  scopes: ['files:write'],
  reads: false,
  run(call) {
    const file = visibleFile(call);
    if (file.userId !== call.workspace.botUserId) throw new ApiError('cant_delete_file');
    call.workspace.files.delete(file);
    return {};
  },
};

export const fileMethods: Method[] = [getUploadUrl, completeUpload, info, remove];
