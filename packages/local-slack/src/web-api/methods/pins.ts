import type { JsonObject } from '../../json.ts';
import { messageObject } from '../../workspace/objects.ts';
import type { Pin } from '../../workspace/pins.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { namedMessage, permalinkOf } from '../named-message.ts';
import { channelById } from '../targets.ts';

/** Slack writes nothing on pins by bots outside of the channel; as with reactions, they have to be in it. */
const add: Method = {
  name: 'pins.add',
  tier: 2,
  scopes: ['pins:write'],
  reads: false,
  run(call) {
    const { workspace } = call;
    const { channel, message } = namedMessage(call);
    if (channel.archived) throw new ApiError('is_archived');
    if (!workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
    // "Some objects cannot be pinned: channel join messages, files, and file comments."
    if (message.remark) throw new ApiError('not_pinnable');
    if (!workspace.pins.add(message, workspace.botUserId)) throw new ApiError('already_pinned');
    return {};
  },
};

const remove: Method = {
  name: 'pins.remove',
  tier: 2,
  scopes: ['pins:write'],
  reads: false,
  run(call) {
    const { workspace } = call;
    const { channel, message } = namedMessage(call);
    if (channel.archived) throw new ApiError('is_archived');
    if (!workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
    if (!workspace.pins.remove(message, workspace.botUserId)) throw new ApiError('no_pin');
    return {};
  },
};

function itemOf(workspace: Workspace, { channelId, ts, userId, created }: Pin): JsonObject[] {
  const message = workspace.messages.find(channelId, ts);
  if (!message) return [];
  const shown = { ...messageObject(workspace, message), permalink: permalinkOf(workspace, message) };
  return [{ type: 'message', channel: channelId, created, created_by: userId, message: shown }];
}

const list: Method = {
  name: 'pins.list',
  tier: 2,
  scopes: ['pins:read'],
  reads: true,
  run(call) {
    const { workspace } = call;
    const channel = channelById(call);
    return { items: workspace.pins.of(channel.id).flatMap((pin) => itemOf(workspace, pin)) };
  },
};

export const pinMethods: Method[] = [add, remove, list];
