import { interactivesOf } from '../block-kit/blocks.ts';
import type { JsonObject } from '../json.ts';
import type { Member } from '../workspace/members.ts';
import { viewObject } from '../workspace/objects.ts';
import { initialValue } from '../workspace/view-state.ts';
import type { View } from '../workspace/views.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { appPart, userPart } from './payloads.ts';

/** One response URL for each conversation or channel chosen in a menu with `response_url_enabled`. */
function responseUrls(workspace: Workspace, member: Member, view: View, baseUrl: string): JsonObject[] {
  return view.content.blocks.flatMap((block) =>
    interactivesOf(block).flatMap((element) => {
      if (!('response_url_enabled' in element) || !element.response_url_enabled) return [];
      const value = view.entered.get(block.block_id)?.get(element.action_id) ?? initialValue(element);
      const channelId = value?.selected_conversation ?? value?.selected_channel;
      if (typeof channelId !== 'string') return [];
      const target = { channelId, userId: member.id, threadTs: undefined, messageTs: undefined };
      const url = `${baseUrl}${workspace.responseUrls.issue('app', target)}`;
      return [{ response_url: url, block_id: block.block_id, action_id: element.action_id, channel_id: channelId }];
    }),
  );
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export function viewSubmission(workspace: Workspace, member: Member, view: View, baseUrl: string): JsonObject {
  return {
    type: 'view_submission',
    user: userPart(member),
    api_app_id: workspace.app.id,
    ...appPart(workspace),
    trigger_id: workspace.triggers.issue({ userId: member.id, viewId: view.id, windowId: view.windowId }),
    view: viewObject(workspace, view),
    response_urls: responseUrls(workspace, member, view, baseUrl),
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed */
export function viewClosed(workspace: Workspace, member: Member, view: View, isCleared: boolean): JsonObject {
  return {
    type: 'view_closed',
    user: userPart(member),
    api_app_id: workspace.app.id,
    ...appPart(workspace),
    view: viewObject(workspace, view),
    is_cleared: isCleared,
  };
}
