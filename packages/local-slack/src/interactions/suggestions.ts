import { readSuggestions, type Suggestion } from '../block-kit/external.ts';
import type { JsonObject } from '../json.ts';
import type { Member } from '../workspace/members.ts';
import { viewObject } from '../workspace/objects.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { appPart, channelPart, messagePart, userPart } from './payloads.ts';
import type { Placed, Surface } from './surface.ts';

function surfacePart(workspace: Workspace, surface: Surface): JsonObject {
  if ('view' in surface) {
    const { view } = surface;
    return { container: { type: 'view', view_id: view.id }, view: viewObject(workspace, view) };
  }
  const { message } = surface;
  const channel = workspace.channels.byId(message.channelId);
  const isEphemeral = message.onlyFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channelId,
      is_ephemeral: isEphemeral,
      thread_ts: message.threadTs,
    },
    channel: channel ? channelPart(channel) : undefined,
    message: isEphemeral ? undefined : messagePart(workspace, message),
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export function blockSuggestion(
  workspace: Workspace,
  member: Member,
  surface: Surface,
  { element, block }: Placed,
  query: string,
): JsonObject {
  return {
    type: 'block_suggestion',
    user: userPart(member),
    api_app_id: workspace.app.id,
    ...appPart(workspace),
    ...surfacePart(workspace, surface),
    action_id: element.action_id,
    block_id: block.block_id,
    value: query,
  };
}

/** What menus with external data have offered to whom, since only that can be chosen. */
export class Suggestions {
  readonly #last = new Map<string, readonly Suggestion[]>();

  /** The options in an answer; none when Slack does not understand it. */
  take(member: Member, placed: Placed, answer: JsonObject): readonly Suggestion[] | undefined {
    const options = readSuggestions(answer);
    if (options) this.#last.set(this.#key(member, placed), options);
    return options;
  }

  of(member: Member, placed: Placed): readonly Suggestion[] {
    return this.#last.get(this.#key(member, placed)) ?? [];
  }

  #key({ id }: Member, { block, element }: Placed): string {
    return JSON.stringify([id, block.block_id, element.action_id]);
  }
}
