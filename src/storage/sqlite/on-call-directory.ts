import { and, asc, eq, exists, isNotNull, isNull, or, sql } from 'drizzle-orm';
import {
  type DirectoryEntry,
  type Obstacle,
  type OnCallDirectory,
  pageToAccount,
  type SlackUserGroup,
} from '../../oncall/call.ts';
import type { Override, Schedule } from '../../oncall/types.ts';
import { type AccountMatch, flawOf, matchAccount } from '../../people/accounts.ts';
import type { SlackIdentity } from '../../people/types.ts';
import { toReach } from '../../settings/reach.ts';
import { toSchedule } from '../../settings/schedule.ts';
import type { GroupEntry } from '../../settings/schema/people.ts';
import { connections, overrides, slackIdentities, slackUserGroups, users } from '../schema/index.ts';
import { isPrimary } from './connection-rows.ts';
import type { Drizzle } from './database.ts';
import { readDocuments, readSchedules } from './documents.ts';
import { NOTHING_PERSONAL, readPersonalReaches } from './personal-reach.ts';
import { later, prepared } from './prepared.ts';

const statements = prepared((db) => ({
  workspaces: later(() => {
    const showsAddresses = exists(
      db
        .select({ email: slackIdentities.email })
        .from(slackIdentities)
        .where(and(eq(slackIdentities.connectionId, connections.id), isNotNull(slackIdentities.email))),
    );
    return (
      db
        .select({
          id: connections.id,
          teamId: connections.teamId,
          isListed: sql<number>`${connections.peopleListedAt} is not null and ${showsAddresses}`,
        })
        .from(connections)
        // Nobody is called where the app is no longer, or has not been heard of yet.
        .where(and(isNull(connections.endedAt), or(isPrimary, isNotNull(connections.teamId))))
        .orderBy(asc(connections.id))
        .prepare()
    );
  }),
  users: later(() => db.select().from(users).orderBy(asc(users.id)).prepare()),
  accounts: later(() =>
    db
      .select({ userId: users.id, account: slackIdentities })
      .from(users)
      .innerJoin(slackIdentities, eq(slackIdentities.email, users.accountEmail))
      .prepare(),
  ),
  overrides: later(() => db.select().from(overrides).orderBy(asc(overrides.id)).prepare()),
  groups: later(() =>
    db
      .select({ id: slackUserGroups.id, handle: slackUserGroups.handle })
      .from(slackUserGroups)
      .orderBy(asc(slackUserGroups.handle))
      .prepare(),
  ),
  groupMembers: later(() =>
    db
      .select({ groupId: slackUserGroups.id, account: slackIdentities, userId: users.id })
      .from(slackUserGroups)
      .innerJoin(
        slackIdentities,
        and(
          eq(slackIdentities.connectionId, slackUserGroups.connectionId),
          sql`${slackIdentities.slackUserId} in (select value from json_each(${slackUserGroups.members}))`,
        ),
      )
      .leftJoin(users, and(eq(users.accountEmail, slackIdentities.email), eq(users.active, true)))
      .prepare(),
  ),
}));

/** Everybody who can be called, and how. Read in one transaction, so that all of it is of one moment. */
export function readOnCallDirectory(db: Drizzle, known: ReadonlySet<number>): OnCallDirectory {
  return db.transaction(() => {
    // Whoever bears an address elsewhere is not the one who is called.
    const workspaces = readWorkspaces(db).filter(({ id }) => known.has(id));
    const people = readPeople(db, workspaces);
    const idOf = idsByEmail(people);
    return {
      users: people,
      groups: readDocuments<GroupEntry>(db, 'group').map(({ name, users }) => ({
        name,
        users: users.flatMap((email) => idOf(email) ?? []),
      })),
      schedules: schedulesWithOverrides(db, idOf),
      slackUserGroups: readUserGroups(db, people, workspaces),
    };
  });
}

/** A workspace that people are looked for in. */
interface Workspace {
  id: number;
  teamId: string | null;
  /** All its people have been read, with their addresses: whoever is not among them has no account there. */
  isListed: boolean;
}

function readWorkspaces(db: Drizzle): Workspace[] {
  return statements(db)
    .workspaces()
    .all()
    .map(({ isListed, ...workspace }) => ({ ...workspace, isListed: isListed === 1 }));
}

function readPeople(db: Drizzle, workspaces: readonly Workspace[]): DirectoryEntry[] {
  const carriers = new Map<number, SlackIdentity[]>();
  for (const { userId, account } of statements(db).accounts().all()) {
    carriers.set(userId, [...(carriers.get(userId) ?? []), account]);
  }
  const everybody = statements(db).users().all();
  const personal = readPersonalReaches(db);
  return everybody.map((user) => {
    const reach = toReach(
      { contact: user.contact ?? [], quiet_hours: user.quietHours, timezone: user.timezone },
      personal.get(user.email) ?? NOTHING_PERSONAL,
    );
    return { ...toEntry(user, carriers.get(user.id) ?? [], workspaces), reach };
  });
}

/**
 * The first workspace where somebody has an account, or where one may still turn up, is where they are called; for what belongs to
 * another one, in that (`directoryIn`).
 */
function toEntry(
  { id, name, email, active }: typeof users.$inferSelect,
  carriers: readonly SlackIdentity[],
  workspaces: readonly Workspace[],
): Omit<DirectoryEntry, 'reach'> {
  const reaches = workspaces.map((workspace) => {
    const there = carriers.filter(({ connectionId }) => connectionId === workspace.id);
    const match = matchAccount(there, workspace.teamId);
    const { id: connectionId, teamId } = workspace;
    return { connectionId, teamId, isFound: match.kind === 'found', ...reachBy(match, workspace) };
  });
  const best = reaches.find(({ obstacle }) => obstacle === null) ?? reaches[0];
  const { connectionId = 0, obstacle = null, name: shown = null } = best ?? {};
  const elsewhere = reaches
    .filter(({ isFound, teamId }) => isFound && teamId !== best?.teamId)
    .map((account) => ({ connectionId: account.connectionId, name: account.name ?? name }));
  return {
    ...{ id, email, active, name: shown ?? name, connectionId, obstacle },
    ...(elsewhere.length > 0 && { elsewhere }),
  };
}

function reachBy(match: AccountMatch, { isListed }: Workspace): { obstacle: Obstacle | null; name: string | null } {
  switch (match.kind) {
    case 'found':
      return { obstacle: null, name: match.account.displayName };
    case 'unfit':
      return { obstacle: match.flaw, name: null };
    case 'ambiguous':
      return { obstacle: 'ambiguous', name: null };
    case 'unknown':
      // Looked up by the address when a message goes out, as long as Slack may know more than we do.
      return { obstacle: isListed ? 'no_account' : null, name: null };
    case 'too_early':
      return { obstacle: null, name: null };
  }
}

function idsByEmail(people: DirectoryEntry[]): (email: string) => number | undefined {
  const ids = new Map(people.map(({ email, id }) => [email, id]));
  return (email) => ids.get(email);
}

function schedulesWithOverrides(db: Drizzle, idOf: (email: string) => number | undefined): Schedule[] {
  const made = statements(db).overrides().all();
  return readSchedules(db).map(({ id, entry }) =>
    toSchedule(
      entry,
      idOf,
      made
        .filter(({ scheduleId }) => scheduleId === id)
        .map(({ from, to, userId, replaces }): Override => ({ from, to, userId, replaces })),
    ),
  );
}

/** Members who are no members of the workspace itself are not called. */
function readUserGroups(db: Drizzle, people: DirectoryEntry[], workspaces: readonly Workspace[]): SlackUserGroup[] {
  const teamOf = new Map(workspaces.map(({ id, teamId }) => [id, teamId]));
  const members = statements(db)
    .groupMembers()
    .all()
    .filter(({ account }) => {
      const teamId = teamOf.get(account.connectionId) ?? null;
      return teamId !== null && flawOf(account, teamId) === null;
    });
  return statements(db)
    .groups()
    .all()
    .map((group) => ({
      ...group,
      members: members
        .filter(({ groupId }) => groupId === group.id)
        .map(({ account, userId }) =>
          pageToAccount({ ...account, name: account.displayName, userId }, { users: people }),
        ),
    }));
}
