import type { ChangeFeed } from '../changes.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Placed, Surface } from '../interactions/surface.ts';
import type { OAuth } from '../oauth/oauth.ts';
import type { Member } from '../workspace/members.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What every handle of a workspace needs. */
export interface Stage {
  readonly workspace: Workspace;
  readonly feed: ChangeFeed;
  readonly interactions: Interactions;
  readonly oauth: OAuth;
}

/** Something with elements that people can act on: a message, a modal, the Home tab. */
export interface ActionTarget {
  surface(): Surface;
  placed(): Placed[];
  /** Why this member cannot act here, if so. */
  obstacle(member: Member): string | undefined;
  /** What can be seen, for failure messages. */
  describe(): string;
}

export interface Waiting {
  timeoutMs?: number;
}
