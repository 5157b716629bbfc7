import { and, eq, isNull, notInArray, or, type SQL } from 'drizzle-orm';
import type { PersonActor } from '../../people/actor.ts';
import { type Project, projectOf, standingIn } from '../../people/projects.ts';
import { isConfinedFrom } from '../../settings/rules.ts';
import type { ProjectEntry } from '../../settings/schema/projects.ts';
import type { Service } from '../../settings/types.ts';
import { incidents, users } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { readDocuments } from './documents.ts';
import { reference } from './reference.ts';

/** The projects of opsknight.yml, with the ids of what they name. */
export function readProjects(db: Drizzle, services: Iterable<Service>): Project[] {
  const entries = readDocuments<ProjectEntry>(db, 'project');
  if (entries.length === 0) return [];
  const serviceIds = new Map([...services].map(({ id, name }) => [name.toLowerCase(), id]));
  const active = db.select({ id: users.id, email: users.email }).from(users).where(eq(users.active, true)).all();
  const userIds = new Map(active.map(({ id, email }) => [email, id]));
  return entries.map(({ name, closed, services: named, people }) => ({
    name,
    isClosed: closed,
    serviceIds: new Set(named.flatMap((service) => serviceIds.get(service.toLowerCase()) ?? [])),
    roles: new Map(
      people.flatMap(({ user, role }) => {
        const id = userIds.get(user);
        return id === undefined ? [] : [[id, role] as const];
      }),
    ),
  }));
}

/** That the incident of a row is of no closed project, but of those that these eyes are let into. */
export function isOpenTo(db: Drizzle, somebody: { userId: number | null; isAdmin: boolean } | null): SQL | undefined {
  const closed = reference(db).projects.filter(({ isClosed, roles }) => {
    if (!isClosed || somebody?.isAdmin) return false;
    const userId = somebody?.userId ?? null;
    return userId === null || !roles.has(userId);
  });
  const ids = closed.flatMap(({ serviceIds }) => [...serviceIds]);
  return ids.length === 0 ? undefined : isOfNone(ids);
}

/** That the incident of a row is of no closed project that a channel is none of. @param target as the settings name it */
export function isShownIn(
  db: Drizzle,
  { connectionId, target }: { connectionId: number; target: string },
): SQL | undefined {
  const { services, workspaces } = reference(db);
  const names = workspaces.find((one) => one.connectionId === connectionId)?.channelNames ?? {};
  const elsewhere = [...services.values()].filter((service) => isConfinedFrom(service, target, names));
  return elsewhere.length === 0 ? undefined : isOfNone(elsewhere.map(({ id }) => id));
}

function isOfNone(serviceIds: number[]): SQL | undefined {
  return or(isNull(incidents.serviceId), notInArray(incidents.serviceId, serviceIds));
}

/** The closed project that an incident is of; null for none. */
export function closedProjectOf(db: Drizzle, number: number): Project | null {
  const { projects } = reference(db);
  if (!projects.some(({ isClosed }) => isClosed)) return null;
  const row = db.select({ serviceId: incidents.serviceId }).from(incidents).where(eq(incidents.number, number)).get();
  const project = projectOf(row?.serviceId ?? null, projects);
  return project?.isClosed ? project : null;
}

/** Whether somebody has no business with an incident, because it is of a closed project. */
export function isOutsider(db: Drizzle, number: number, { userId }: PersonActor): boolean {
  const project = closedProjectOf(db, number);
  if (!project) return false;
  const known = and(eq(users.id, userId ?? 0), eq(users.active, true));
  const user = db.select({ id: users.id, role: users.role }).from(users).where(known).get() ?? null;
  return standingIn(project, user) === 'outsider';
}
