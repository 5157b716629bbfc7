import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { matchAccount } from '../../people/accounts.ts';
import type { PeopleStore } from '../../people/store.ts';
import { connections, slackIdentities, users } from '../schema/index.ts';
import type { Database } from './database.ts';
import { later } from './prepared.ts';
import { isKnownConnection } from './reference.ts';

export function sqlitePeopleStore({ db, write }: Database): PeopleStore {
  // All e-mails are stored in lower case, so equality is the whole of "exactly, case-insensitively".
  const person = later(() =>
    db
      .select({ identity: slackIdentities, user: users })
      .from(slackIdentities)
      .leftJoin(users, and(eq(users.accountEmail, slackIdentities.email), eq(users.active, true)))
      .where(
        and(
          eq(slackIdentities.connectionId, sql.placeholder('connectionId')),
          eq(slackIdentities.slackUserId, sql.placeholder('slackUserId')),
        ),
      )
      .prepare(),
  );

  const carriersOf = later(() =>
    db
      .select()
      .from(slackIdentities)
      .where(
        and(
          eq(slackIdentities.connectionId, sql.placeholder('connectionId')),
          eq(slackIdentities.email, sql.placeholder('email')),
        ),
      )
      .prepare(),
  );

  const team = later(() =>
    db
      .select({ id: connections.teamId })
      .from(connections)
      .where(eq(connections.id, sql.placeholder('connectionId')))
      .prepare(),
  );

  const match = (connectionId: number, email: string) =>
    matchAccount(carriersOf().all({ connectionId, email }), team().get({ connectionId })?.id ?? null);

  const userOf = later(() =>
    db
      .select({ address: users.accountEmail })
      .from(users)
      .where(eq(users.email, sql.placeholder('email')))
      .prepare(),
  );
  const addressOf = (email: string) => userOf().get({ email: email.toLowerCase() })?.address ?? email.toLowerCase();

  return {
    async slackAddress(email) {
      return addressOf(email);
    },
    async person(connectionId, slackUserId) {
      const found = person().get({ connectionId, slackUserId });
      if (!found?.user) return found ?? null;
      if (!isKnownConnection(db, connectionId)) return { ...found, user: null };
      const owned = match(connectionId, found.user.accountEmail);
      const isOurs = owned.kind === 'found' && owned.account.slackUserId === slackUserId;
      return isOurs ? found : { ...found, user: null };
    },
    async accountOf(connectionId, email) {
      return isKnownConnection(db, connectionId) ? match(connectionId, addressOf(email)) : { kind: 'unknown' };
    },
    async ambiguous(connectionId) {
      const shared = db
        .select({ email: slackIdentities.email })
        .from(slackIdentities)
        .where(eq(slackIdentities.connectionId, connectionId))
        .groupBy(slackIdentities.email)
        .having(sql`count(*) > 1`);
      return db
        .select()
        .from(users)
        .where(and(eq(users.active, true), inArray(users.accountEmail, shared)))
        .orderBy(asc(users.id))
        .all()
        .flatMap((user) => {
          const owned = match(connectionId, user.accountEmail);
          return owned.kind === 'ambiguous' ? [{ user, accounts: owned.accounts }] : [];
        });
    },
    async saveIdentities(identities) {
      await write(() => {
        for (const identity of identities) {
          const row = { ...identity, email: identity.email?.toLowerCase() ?? null };
          db.insert(slackIdentities)
            .values(row)
            .onConflictDoUpdate({ target: [slackIdentities.connectionId, slackIdentities.slackUserId], set: row })
            .run();
        }
      });
    },
    async markListed(connectionId, at) {
      await write(() => {
        db.update(connections).set({ peopleListedAt: at }).where(eq(connections.id, connectionId)).run();
      });
    },
    async users() {
      return db
        .select()
        .from(users)
        .where(eq(users.active, true))
        .orderBy(asc(sql`lower(${users.name})`), asc(users.id))
        .all();
    },
    async hasAdmin() {
      const admin = db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.role, 'admin'), eq(users.active, true)))
        .limit(1)
        .get();
      return admin !== undefined;
    },
  };
}
