import type { Role, User } from './types.ts';

/** A set of services with people of its own (`projects` in opsknight.yml). */
export interface Project {
  name: string;
  /** Whoever has no role in it sees nothing of it. */
  isClosed: boolean;
  serviceIds: ReadonlySet<number>;
  /** By the user's id. */
  roles: ReadonlyMap<number, Role>;
}

/** What somebody is where an incident belongs; an outsider has no business there. */
export type Standing = Role | 'outsider';

type Somebody = Pick<User, 'id' | 'role'> | null;

/**
 * What somebody is for the incidents of a project; null for what is of none. The project's word goes before the global role, but an admin is
 * one everywhere: they could give themselves any role.
 * @param user null for a Slack account that is no user's
 */
export function standingIn(project: Project | null, user: Somebody): Standing {
  if (user?.role === 'admin') return 'admin';
  const role = user && project?.roles.get(user.id);
  if (role) return role;
  if (project?.isClosed) return 'outsider';
  return user?.role ?? 'responder';
}

/**
 * Whether somebody may act on an incident that they see. An outsider sees one that they were called to, and works on it as they would on
 * any other.
 */
export function actsIn(project: Project | null, user: Somebody): boolean {
  const standing = standingIn(project, user);
  return (standing === 'outsider' ? standingIn(null, user) : standing) !== 'viewer';
}

/** The project of a service; of no service there is none. */
export function projectOf(serviceId: number | null, projects: readonly Project[]): Project | null {
  return projects.find(({ serviceIds }) => serviceId !== null && serviceIds.has(serviceId)) ?? null;
}

/** The users who act in some project, whatever they are elsewhere. */
export function actorsOf(projects: readonly Project[]): ReadonlySet<number> {
  return new Set(
    projects.flatMap(({ roles }) => [...roles].flatMap(([userId, role]) => (role === 'viewer' ? [] : [userId]))),
  );
}
