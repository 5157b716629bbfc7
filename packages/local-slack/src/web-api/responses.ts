import type { JsonObject } from '../json.ts';
import type { ResponseTarget } from '../workspace/response-urls.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { Args } from './call.ts';
import { postedText, readContent, readMetadata } from './content.ts';
import { ApiError } from './errors.ts';
import { threadRoot } from './targets.ts';

/**
 * Carries out a response to an interaction, sent to its response_url or, for a slash command, in the acknowledgement
 * (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). Throws ApiError.
 */
export function respond(workspace: Workspace, target: ResponseTarget, body: JsonObject): void {
  const args = new Args(body);
  const original =
    target.messageTs === undefined ? undefined : workspace.messages.find(target.channelId, target.messageTs);
  if (args.flag('delete_original')) {
    if (!original?.byApp) throw new ApiError('message_not_found');
    workspace.messages.delete(original);
    return;
  }
  if (args.flag('replace_original') && target.messageTs !== undefined) {
    if (!original?.byApp) throw new ApiError('message_not_found');
    workspace.messages.change(original, readContent(workspace, args, postedText));
    return;
  }
  const responseType = args.text('response_type') ?? 'ephemeral';
  if (responseType !== 'ephemeral' && responseType !== 'in_channel') throw new ApiError('invalid_response_type');
  const channel = workspace.channels.byId(target.channelId);
  if (!channel) throw new ApiError('channel_not_found');
  if (channel.archived) throw new ApiError('is_archived');
  workspace.messages.add({
    channelId: channel.id,
    userId: workspace.botUserId,
    byApp: true,
    ...readContent(workspace, args, postedText),
    metadata: readMetadata(args) ?? undefined,
    threadTs: threadRoot(workspace, channel, args.text('thread_ts'))?.ts,
    onlyFor: responseType === 'ephemeral' ? target.userId : undefined,
  });
}
