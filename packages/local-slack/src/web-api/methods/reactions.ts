import { isEmoji, plainEmoji } from '../../emoji.ts';
import { messageObject } from '../../workspace/objects.ts';
import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { namedMessage, permalinkOf } from '../named-message.ts';

/** https://docs.slack.dev/reference/methods/reactions.remove */
const remove: Method = {
  name: 'reactions.remove',
  tier: 2,
  scopes: ['reactions:write'],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const name = plainEmoji(args.required('name'));
    if (!isEmoji(name)) throw new ApiError('invalid_name');
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

export const reactionMethods: Method[] = [remove, get];
