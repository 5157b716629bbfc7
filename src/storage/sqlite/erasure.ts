import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { eraser, type Pseudonym, type Subject } from '../../records/erasure.ts';
import type { ErasureStore } from '../../records/store.ts';
import {
  alertRepeats,
  cards,
  contactChecks,
  contacts,
  incidentAlerts,
  incidentChannelPeople,
  incidentChannels,
  incidentFollowers,
  incidents,
  incidentTasks,
  personalContacts,
  personalQuietHours,
  postMortemPosts,
  postMortems,
  runbookRuns,
  runbookSteps,
  sessions,
  signInLinks,
  slackIdentities,
  timelineEvents,
  users,
} from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { isLive } from './incident-row.ts';

/** Incidents that are rewritten in one transaction. */
const PORTION = 50;

export function sqliteErasureStore({ db, write }: Database): ErasureStore {
  return {
    async subject(address) {
      const email = address.trim().toLowerCase();
      const user = db.select().from(users).where(eq(users.email, email)).get();
      const addresses = [email, ...(user ? [user.accountEmail] : [])];
      const identities = db.select().from(slackIdentities).where(inArray(slackIdentities.email, addresses)).all();
      if (!user && identities.length === 0) return null;
      const seen = user ? accountsIn(db, user.id) : [];
      const found = [
        ...identities.map(({ connectionId, slackUserId, displayName: name }) => ({ connectionId, slackUserId, name })),
        ...seen,
      ];
      return {
        email,
        userId: user?.id ?? null,
        isActive: user?.active ?? false,
        accounts: [...new Map(found.map((one) => [`${one.connectionId} ${one.slackUserId}`, one])).values()].map(
          ({ connectionId, slackUserId }) => ({ connectionId, slackUserId }),
        ),
        names: [...new Set([...(user ? [user.name] : []), ...found.map(({ name }) => name)])],
      };
    },
    async liveIncidents(subject, limit) {
      const live = db.select({ number: incidents.number }).from(incidents).where(isLive).orderBy(asc(incidents.number));
      const rewrite = eraser(subject, { name: '', id: '', email: '' });
      return live
        .all()
        .map(({ number }) => number)
        .filter((number) => rewriteIncident(db, number, rewrite, true))
        .slice(0, limit);
    },
    async eraseIncidents(subject, pseudonym, after, isDryRun) {
      const numbers = db
        .select({ number: incidents.number })
        .from(incidents)
        .where(gt(incidents.number, after))
        .orderBy(asc(incidents.number))
        .limit(PORTION)
        .all()
        .map(({ number }) => number);
      const rewrite = eraser(subject, pseudonym);
      const all = () => numbers.filter((number) => rewriteIncident(db, number, rewrite, isDryRun)).length;
      const erased = isDryRun ? all() : await write(all);
      return { erased, last: numbers.length < PORTION ? null : (numbers.at(-1) ?? null) };
    },
    async erasePerson(subject, pseudonym) {
      await write(() => {
        for (const account of subject.accounts) forgetAccount(db, account);
        if (subject.userId !== null) forgetUser(db, subject.userId, pseudonym);
      });
    },
  };
}

/** Accounts by which a user has acted, with what they were called then. */
function accountsIn(db: Drizzle, userId: number) {
  const part = <T>(name: string) => sql<T>`json_extract(${timelineEvents.actor}, ${`$.${name}`})`;
  return db
    .selectDistinct({
      connectionId: part<number>('connectionId'),
      slackUserId: part<string>('slackUserId'),
      name: part<string>('name'),
    })
    .from(timelineEvents)
    .where(eq(part<number>('userId'), userId))
    .all();
}

type Rewrite = <Value>(value: Value) => Value;

/** Everything that is kept about it. @returns whether anything of it has named them. */
function rewriteIncident(db: Drizzle, number: number, rewrite: Rewrite, isDryRun: boolean): boolean {
  const runs = db.select({ id: runbookRuns.id }).from(runbookRuns).where(eq(runbookRuns.incidentNumber, number));
  const its: [SQLiteTable, SQL][] = [
    [incidents, eq(incidents.number, number)],
    [timelineEvents, eq(timelineEvents.incidentNumber, number)],
    [incidentAlerts, eq(incidentAlerts.incidentNumber, number)],
    [alertRepeats, eq(alertRepeats.incidentNumber, number)],
    [incidentTasks, eq(incidentTasks.incidentNumber, number)],
    [incidentChannels, eq(incidentChannels.incidentNumber, number)],
    [cards, eq(cards.incidentNumber, number)],
    [contacts, eq(contacts.incidentNumber, number)],
    [runbookRuns, eq(runbookRuns.incidentNumber, number)],
    [runbookSteps, inArray(runbookSteps.runId, runs)],
    [postMortems, eq(postMortems.incidentNumber, number)],
    [postMortemPosts, eq(postMortemPosts.incidentNumber, number)],
  ];
  const changed = its.map(([table, where]) => rewriteRows(db, table, where, rewrite, isDryRun));
  return changed.some((one) => one);
}

/** What rows are told apart by: none of it names anybody, but for dedup keys, which tell alerts apart. */
const KEYS: ReadonlySet<string> = new Set(['number', 'id', 'dedupKey', 'groupKey']);

function rewriteRows(db: Drizzle, table: SQLiteTable, where: SQL, rewrite: Rewrite, isDryRun: boolean): boolean {
  const byRow = sql`rowid`;
  const rows = db.select({ id: sql<number>`rowid` }).from(table).where(where).orderBy(byRow).all();
  const whole = db.select().from(table).where(where).orderBy(byRow).all();
  let isChanged = false;
  for (const [index, before] of whole.entries()) {
    const changed = Object.entries(before).filter(
      ([name, value]) => !KEYS.has(name) && !isDeepStrictEqual(rewrite({ [name]: value }), { [name]: value }),
    );
    if (changed.length === 0) continue;
    isChanged = true;
    if (isDryRun) continue;
    const after = rewrite(Object.fromEntries(changed));
    db.update(table).set(after).where(sql`rowid = ${rows[index]?.id}`).run();
  }
  return isChanged;
}

function forgetAccount(db: Drizzle, { connectionId, slackUserId }: Subject['accounts'][number]): void {
  db.delete(sessions)
    .where(and(eq(sessions.connectionId, connectionId), eq(sessions.slackUserId, slackUserId)))
    .run();
  db.delete(signInLinks)
    .where(and(eq(signInLinks.connectionId, connectionId), eq(signInLinks.slackUserId, slackUserId)))
    .run();
  db.delete(incidentFollowers)
    .where(and(eq(incidentFollowers.connectionId, connectionId), eq(incidentFollowers.slackUserId, slackUserId)))
    .run();
  db.delete(incidentChannelPeople).where(eq(incidentChannelPeople.slackUserId, slackUserId)).run();
  db.delete(slackIdentities)
    .where(and(eq(slackIdentities.connectionId, connectionId), eq(slackIdentities.slackUserId, slackUserId)))
    .run();
}

function forgetUser(db: Drizzle, userId: number, { name, email }: Pseudonym): void {
  db.delete(personalContacts).where(eq(personalContacts.userId, userId)).run();
  db.delete(personalQuietHours).where(eq(personalQuietHours.userId, userId)).run();
  db.delete(contactChecks).where(eq(contactChecks.userId, userId)).run();
  const forgotten = { name, email, accountEmail: email, slackEmail: null, timezone: null, contact: null };
  db.update(users)
    .set({ ...forgotten, quietHours: null })
    .where(eq(users.id, userId))
    .run();
}
