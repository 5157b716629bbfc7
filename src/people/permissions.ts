import { type AccountFlaw, flawOf } from './accounts.ts';
import type { PersonActor } from './actor.ts';
import type { Person } from './types.ts';

/** Why somebody may not act on incidents. */
export type Refusal = AccountFlaw | 'viewer' | 'unmapped';

/** `inProjectsAlone`: whoever it is may act on incidents of projects in which they are more than a viewer, and do nothing else. */
export type Permission =
  | { allowed: true; actor: PersonActor; inProjectsAlone?: boolean }
  | { allowed: false; refusal: Refusal };

/** What a workspace asks of those who act in it. */
export interface WorkspaceRules {
  /** The connection's own team. */
  teamId: string;
  requireMappedUser: boolean;
  /** The users who act in some project, whatever they are elsewhere. */
  actorsOfProjects?: ReadonlySet<number>;
}

/** Whether a person may act on incidents in a workspace, and as whom. */
export function permissionOf({ identity, user }: Person, rules: WorkspaceRules): Permission {
  const flaw = flawOf(identity, rules.teamId);
  if (flaw) return refuse(flaw);
  if (user?.role === 'viewer') {
    if (!rules.actorsOfProjects?.has(user.id)) return refuse('viewer');
    return { allowed: true, actor: actorOf({ identity, user }), inProjectsAlone: true };
  }
  if (!user && rules.requireMappedUser) return refuse('unmapped');
  return { allowed: true, actor: actorOf({ identity, user }) };
}

/** A person as whatever they do names them. */
export function actorOf({ identity, user }: Person): PersonActor {
  const { connectionId, slackUserId, displayName } = identity;
  return { kind: 'person', connectionId, slackUserId, name: displayName, userId: user?.id ?? null };
}

/** Why a person may not even see incidents; null for everybody of the workspace but guests, bots and accounts that are gone. */
export function refusalToSee(person: Person, teamId: string): Refusal | null {
  const permission = permissionOf(person, { teamId, requireMappedUser: false });
  return permission.allowed || permission.refusal === 'viewer' ? null : permission.refusal;
}

/** Whether somebody may change settings: an admin, or, while nobody is one, an admin of the Slack workspace. */
export function mayChangeSettings({ identity, user }: Person, teamId: string, hasAdmin: boolean): boolean {
  if (flawOf(identity, teamId)) return false;
  return hasAdmin ? user?.role === 'admin' : identity.isWorkspaceAdmin;
}

function refuse(refusal: Refusal): Permission {
  return { allowed: false, refusal };
}
