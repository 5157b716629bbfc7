import { isEmoji, plainEmoji } from '../../emoji.ts';
import { messageObject } from '../../workspace/objects.ts';
import type { Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { namedMessage, permalinkOf } from '../named-message.ts';
import { channelById } from '../targets.ts';

/** The `name` argument; one that no emoji has is `invalid_name`. */
function emojiIn({ args }: Call): string {
  const name = plainEmoji(args.required('name'));
  if (!isEmoji(name)) throw new ApiError('invalid_name');
  return name;
}

/** https://docs.slack.dev/reference/methods/reactions.add */
const add: Method = {
  name: 'reactions.add',
  tier: 3,
  scopes: ['reactions:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const name = emojiIn(call);
    const channel = channelById(call);
    if (channel.archived) throw new ApiError('is_archived');
    if (!workspace.channels.hasBot(channel)) throw new ApiError('not_in_channel');
    const message = workspace.messages.find(channel.id, args.required('timestamp'));
    if (!message || message.onlyFor) throw new ApiError('message_not_found');
    if (!workspace.messages.react(message, name, workspace.botUserId)) throw new ApiError('already_reacted');
    return {};
  },
};

/** https://docs.slack.dev/reference/methods/reactions.remove */
const remove: Method = {
  name: 'reactions.remove',
  tier: 2,
  scopes: ['reactions:write'],
  reads: false,
  run(call) {
    const { workspace } = call;
    const name = emojiIn(call);
    const { message } = namedMessage(call);
    if (!workspace.messages.unreact(message, name, workspace.botUserId)) throw new ApiError('no_reaction');
    return {};
  },
};

/** https://docs.slack.dev/reference/methods/reactions.get */
const get: Method = {
  name: 'reactions.get',
  tier: 3,
  scopes: ['reactions:read'],
  reads: true,
  run(call) {
    const { workspace } = call;
    const { channel, message } = namedMessage(call);
    const shown = { ...messageObject(workspace, message), permalink: permalinkOf(workspace, message) };
    return { type: 'message', channel: channel.id, message: shown };
  },
};

export const reactionMethods: Method[] = [add, remove, get];
