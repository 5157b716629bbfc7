import type { WorkspaceHandle } from '../people/workspace-handle.ts';
import type { Channel } from '../workspace/channels.ts';
import type { Member } from '../workspace/members.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What an address may say besides the conversation. */
export interface AddressDetails {
  /** The handle of somebody else to act as. */
  as?: string;
  /** The ts of a message whose thread is open. */
  thread?: string;
  /** Whether the inspector is open; as it is now when left out. */
  inspect?: boolean;
  /** How many messages are shown. */
  show?: number;
  /** Whether the details are open. */
  details?: boolean;
}

/** Somebody who looks at the workspace in one browser window. */
export class Viewer {
  constructor(
    readonly handle: WorkspaceHandle,
    readonly member: Member,
    readonly isInspecting: boolean,
    /** The browser window; a modal is shown in the one in which the person did something. */
    readonly windowId: string,
  ) {}

  get workspace(): Workspace {
    return this.handle.model;
  }

  /** Where this window finds a conversation, or the app's Home tab. */
  addressOf(where: Channel | 'home', details: AddressDetails = {}): string {
    const { as = this.member.name, thread, inspect = this.isInspecting, show, details: isDetailed } = details;
    const query = new URLSearchParams({ as });
    if (thread !== undefined) query.set('thread', thread);
    if (inspect) query.set('inspect', 'true');
    if (show !== undefined) query.set('show', String(show));
    if (isDetailed) query.set('details', 'true');
    return `/client/${this.workspace.teamId}/${where === 'home' ? 'home' : where.id}?${query}`;
  }

  /** Where this person's doings are sent. */
  get actsAddress(): string {
    return `/client/${this.workspace.teamId}/acts`;
  }
}

/** The people a window can act as. */
export function actors(workspace: Workspace): Member[] {
  return workspace.members.all.filter(({ isBot, deleted }) => !isBot && !deleted);
}
