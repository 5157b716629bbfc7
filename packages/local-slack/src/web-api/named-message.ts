import { isTimestamp } from '../ids.ts';
import type { Channel } from '../workspace/channels.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Call } from './call.ts';
import { ApiError } from './errors.ts';
import { channelById } from './targets.ts';

/** The message that `channel` and `timestamp` name, as `pins.*` and `reactions.*` take it. */
export function namedMessage(call: Call): { channel: Channel; message: Message } {
  const ts = call.args.text('timestamp');
  if (ts === undefined) throw new ApiError('no_item_specified');
  if (!isTimestamp(ts)) throw new ApiError('bad_timestamp');
  const channel = channelById(call);
  const message = call.workspace.messages.find(channel.id, ts);
  if (!message || message.onlyFor) throw new ApiError('message_not_found');
  return { channel, message };
}

/** As Slack makes them, with this Slack's own address in place of `https://acme.slack.com`, so that they lead to the page. */
export function permalinkOf({ baseUrl }: Workspace, { channelId, ts, threadTs }: Message): string {
  const thread = threadTs ? `?thread_ts=${threadTs}&cid=${channelId}` : '';
  return `${baseUrl()}/archives/${channelId}/p${ts.replace('.', '')}${thread}`;
}
