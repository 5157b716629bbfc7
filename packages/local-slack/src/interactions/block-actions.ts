import type { Interactive } from '../block-kit/blocks.ts';
import type { JsonObject } from '../json.ts';
import type { Member } from '../workspace/members.ts';
import { viewObject } from '../workspace/objects.ts';
import type { StateValue } from '../workspace/view-state.ts';
import { stateValues } from '../workspace/view-state.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { actionTs, appPart, channelPart, messagePart, userPart } from './payloads.ts';
import type { Placed, Surface } from './surface.ts';

/** The members of an element that come back in `actions[]`. */
function describedElement(element: Interactive): JsonObject {
  const { type, action_id } = element;
  const shared: JsonObject = { type, action_id, ...('confirm' in element ? { confirm: element.confirm } : {}) };
  if (element.type === 'button') {
    const { text, value, url, style } = element;
    return { ...shared, text, value, url, style };
  }
  const placeholder = 'placeholder' in element ? { placeholder: element.placeholder } : {};
  const initial = Object.fromEntries(Object.entries(element).filter(([key]) => key.startsWith('initial_')));
  return { ...shared, ...placeholder, ...initial };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function blockActions(
  workspace: Workspace,
  member: Member,
  surface: Surface,
  placed: Placed,
  chosen: StateValue | undefined,
  baseUrl: string,
  windowId: string | undefined,
): JsonObject {
  const { element, block, attachmentId } = placed;
  const action: JsonObject = {
    ...describedElement(element),
    block_id: block.block_id,
    ...chosen,
    action_ts: actionTs(),
  };
  const common = {
    type: 'block_actions',
    user: userPart(member),
    api_app_id: workspace.app.id,
    ...appPart(workspace),
  };
  if ('view' in surface) {
    const { view } = surface;
    return {
      ...common,
      container: { type: 'view', view_id: view.id },
      trigger_id: workspace.triggers.issue({ userId: member.id, viewId: view.id, windowId: view.windowId }),
      view: viewObject(workspace, view),
      actions: [action],
    };
  }
  const { message } = surface;
  const channel = workspace.channels.byId(message.channelId);
  const isEphemeral = message.onlyFor !== undefined;
  const blocks = [...message.blocks, ...message.attachments.flatMap((one) => one.blocks ?? [])];
  const typed = workspace.typed.of(member.id, message.ts);
  const here = new Map(typed.get(block.block_id));
  if (chosen && element.type !== 'overflow') here.set(element.action_id, chosen);
  const entered = new Map([...typed, [block.block_id, here]]);
  const responseUrl = workspace.responseUrls.issue('actions', {
    channelId: message.channelId,
    userId: member.id,
    threadTs: message.threadTs,
    messageTs: message.ts,
  });
  return {
    ...common,
    container: {
      type: attachmentId === undefined ? 'message' : 'message_attachment',
      message_ts: message.ts,
      attachment_id: attachmentId,
      channel_id: message.channelId,
      is_ephemeral: isEphemeral,
      is_app_unfurl: attachmentId === undefined ? undefined : false,
      thread_ts: message.threadTs,
    },
    trigger_id: workspace.triggers.issue({ userId: member.id, viewId: undefined, windowId }),
    channel: channel ? channelPart(channel) : { id: message.channelId, name: '' },
    // An ephemeral message is not kept by Slack, so it is not in the payload.
    message: isEphemeral ? undefined : messagePart(workspace, message),
    state: { values: stateValues(blocks, entered) },
    response_url: `${baseUrl}${responseUrl}`,
    actions: [action],
  };
}
