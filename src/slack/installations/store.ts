import type { UtcMs } from '../../lib/clock.ts';
import type { Connection } from '../directory/store.ts';

/** Why nothing is sent or heard by a connection any more. */
export type EndReason =
  /** Somebody has removed the app from the workspace. */
  | 'uninstalled'
  /** Its token has been revoked. */
  | 'tokens_revoked'
  /** An organisation has taken the app away from one of its workspaces. */
  | 'not_granted'
  /** opsknight.yml names it no longer. */
  | 'not_named';

/** A Slack workspace, as OAuth names it. */
export interface Team {
  id: string;
  name: string;
}

/** Tokens as they are kept: encrypted. */
export interface SealedTokens {
  accessToken: string;
  /** Null: the token does not expire. */
  rotation: { refreshToken: string; refreshAt: UtcMs; expiresAt: UtcMs } | null;
}

/** The app, installed by somebody in a workspace, or in all of an organisation. */
export interface Installation {
  id: number;
  /** The team's id; the organisation's when it is for all of it. */
  ownerId: string;
  /** The team's name, or the organisation's. */
  name: string;
  isOrgWide: boolean;
  enterpriseId: string | null;
  botUserId: string;
  scopes: string[];
  tokens: SealedTokens;
  /** A Slack account. */
  installedBy: string;
  installedAt: UtcMs;
  /** Since when Slack gives no token in place of one that expires; null while nothing is known of that. */
  refusedAt: UtcMs | null;
}

export interface InstallationStore {
  /**
   * The app is installed, or is so once more: with these tokens, in these workspaces. Each gets a connection, or goes on with the one
   * that it has. One that an organisation no longer grants comes to an end.
   * @param takesPrimary whether the organisation's connection, should it be nobody's yet, is the first one's
   * @returns the connections of the workspaces, in their order
   */
  install(
    installation: Omit<Installation, 'id' | 'refusedAt'>,
    teams: Team[],
    takesPrimary: boolean,
  ): Promise<Connection[]>;
  /** The workspaces of an installation in all of an organisation, as they are now. Its tokens stay as they are. */
  grant(installationId: number, teams: Team[], at: UtcMs): Promise<Connection[]>;
  all(): Promise<Installation[]>;
  byId(id: number): Promise<Installation | null>;
  /** Other tokens, in place of those that are encrypted so. @returns false when others are there by now. */
  replaceTokens(id: number, before: Pick<SealedTokens, 'accessToken'>, after: SealedTokens): Promise<boolean>;
  /** Slack gives no token in place of these. Admins are owed a word, once for the same tokens. */
  refuseTokens(id: number, tokens: Pick<SealedTokens, 'accessToken'>, at: UtcMs): Promise<void>;
  /**
   * Nothing is sent or heard any more by these connections of an installation, unless it has other tokens by now.
   * The admins of the others are owed a word.
   * @returns those that had not ended before
   */
  end(installation: Installation, connectionIds: readonly number[], reason: EndReason, at: UtcMs): Promise<number[]>;
  /** A state of OAuth comes back. @returns false when it has done so before. */
  useState(hash: string, expiresAt: UtcMs, now: UtcMs): Promise<boolean>;
  /** The text that states are signed with where the operator has set none; made when it is first asked for. */
  stateSecret(): Promise<string>;
}
