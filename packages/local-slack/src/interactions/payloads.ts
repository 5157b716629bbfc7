import type { JsonObject } from '../json.ts';
import type { Channel } from '../workspace/channels.ts';
import type { Member } from '../workspace/members.ts';
import type { Message } from '../workspace/messages.ts';
import { channelNameInPayload, messageObject } from '../workspace/objects.ts';
import type { Workspace } from '../workspace/workspace.ts';

/* The parts that interaction payloads share (https://docs.slack.dev/reference/interaction-payloads). */

export function appPart(workspace: Workspace): JsonObject {
  const { enterprise, installation } = workspace;
  const inOrganization = enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {};
  return {
    token: workspace.app.verificationToken,
    team: { id: workspace.teamId, domain: workspace.domain, ...inOrganization },
    enterprise: enterprise ? { ...enterprise } : null,
    is_enterprise_install: installation.isOrgWide,
  };
}

export function userPart(member: Member): JsonObject {
  return { id: member.id, username: member.name, name: member.name, team_id: member.teamId };
}

export function channelPart(channel: Channel): JsonObject {
  return { id: channel.id, name: channelNameInPayload(channel) };
}

/** The message as it was when the person acted: the whole of it, metadata included. */
export function messagePart(workspace: Workspace, message: Message): JsonObject {
  return messageObject(workspace, message, { metadata: true });
}

/** `action_ts` and its like. */
export function actionTs(): string {
  const now = Date.now();
  return `${Math.floor(now / 1000)}.${String(now % 1000).padStart(3, '0')}000`;
}
