import type { UtcMs } from '../lib/clock.ts';

export const ROLES = ['admin', 'responder', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** A person the operator has declared in opsknight.yml. */
export interface User {
  id: number;
  name: string;
  /** Lower case. */
  email: string;
  role: Role;
  /** IANA zone; null: the one Slack says. */
  timezone: string | null;
  active: boolean;
}

/** A Slack account as Slack last described it. */
export interface SlackIdentity {
  connectionId: number;
  slackUserId: string;
  /** The team the account belongs to; another one than the connection's for people from other organisations. */
  teamId: string;
  displayName: string;
  /** Lower case; null when hidden from apps. */
  email: string | null;
  timezone: string | null;
  /** Single- and multi-channel guests. */
  isGuest: boolean;
  isBot: boolean;
  isDeactivated: boolean;
  isWorkspaceAdmin: boolean;
  refreshedAt: UtcMs;
}

/** A Slack account together with the ACTIVE user its e-mail maps to, if any. */
export interface Person {
  identity: SlackIdentity;
  user: User | null;
}
