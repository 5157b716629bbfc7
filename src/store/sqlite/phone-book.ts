import { and, asc, eq, min, sql } from 'drizzle-orm';
import { type BookEntry, type PhoneBook, pageToAccount, type SlackUserGroup } from '../../oncall/call.ts';
import type { Override, Schedule } from '../../oncall/types.ts';
import { toSchedule } from '../../settings/schedule.ts';
import type { GroupEntry } from '../../settings/schema/people.ts';
import type { ScheduleEntry } from '../../settings/schema/schedules.ts';
import { connections, overrides, slackIdentities, slackUserGroups, users } from '../schema.ts';
import type { Drizzle } from './database.ts';
import { readDocuments } from './documents.ts';

/** Everybody who can be called, and how. Read in one transaction, so that all of it is of one moment. */
export function readPhoneBook(db: Drizzle): PhoneBook {
  return db.transaction(() => {
    const people = readPeople(db);
    const idOf = idsByEmail(people);
    return {
      users: people,
      groups: readDocuments<GroupEntry>(db, 'group').map(({ name, users }) => ({
        name,
        users: users.flatMap((email) => idOf(email) ?? []),
      })),
      schedules: readSchedules(db, idOf),
      slackUserGroups: readUserGroups(db, people),
    };
  });
}

/** A person who has no Slack account yet is looked for in the first workspace when a message goes out. */
function readPeople(db: Drizzle): BookEntry[] {
  const first =
    db
      .select({ id: min(connections.id) })
      .from(connections)
      .get()?.id ?? 0;
  return db
    .select({
      id: users.id,
      email: users.email,
      active: users.active,
      userName: users.name,
      displayName: slackIdentities.displayName,
      // With min(), SQLite takes the other columns from the same row.
      connectionId: min(slackIdentities.connectionId),
    })
    .from(users)
    .leftJoin(slackIdentities, and(eq(slackIdentities.email, users.email), eq(slackIdentities.isDeactivated, false)))
    .groupBy(users.id)
    .orderBy(asc(users.id))
    .all()
    .map(({ userName, displayName, connectionId, ...user }) => ({
      ...user,
      name: displayName ?? userName,
      connectionId: connectionId ?? first,
    }));
}

function idsByEmail(people: BookEntry[]): (email: string) => number | undefined {
  const ids = new Map(people.map(({ email, id }) => [email, id]));
  return (email) => ids.get(email);
}

function readSchedules(db: Drizzle, idOf: (email: string) => number | undefined): Schedule[] {
  const made = db.select().from(overrides).orderBy(asc(overrides.id)).all();
  return readDocuments<ScheduleEntry>(db, 'schedule').map((entry) =>
    toSchedule(
      entry,
      idOf,
      made
        .filter(({ schedule }) => schedule === entry.name)
        .map(({ from, to, userId, replaces }): Override => ({ from, to, userId, replaces })),
    ),
  );
}

function readUserGroups(db: Drizzle, people: BookEntry[]): SlackUserGroup[] {
  const members = db
    .select({
      groupId: slackUserGroups.id,
      connectionId: slackUserGroups.connectionId,
      slackUserId: slackIdentities.slackUserId,
      name: slackIdentities.displayName,
      userId: users.id,
    })
    .from(slackUserGroups)
    .innerJoin(
      slackIdentities,
      and(
        eq(slackIdentities.connectionId, slackUserGroups.connectionId),
        eq(slackIdentities.isDeactivated, false),
        sql`${slackIdentities.slackUserId} in (select value from json_each(${slackUserGroups.members}))`,
      ),
    )
    .leftJoin(users, and(eq(users.email, slackIdentities.email), eq(users.active, true)))
    .all();
  return db
    .select({ id: slackUserGroups.id, handle: slackUserGroups.handle })
    .from(slackUserGroups)
    .orderBy(asc(slackUserGroups.handle))
    .all()
    .map((group) => ({
      ...group,
      members: members
        .filter(({ groupId }) => groupId === group.id)
        .map((member) => pageToAccount(member, { users: people })),
    }));
}
