import { and, desc, eq, getTableColumns, gt, lte, type SQL, sql } from 'drizzle-orm';
import type { SessionStore, SlackPerson } from '../../http/store.ts';
import { sessions, signInLinks } from '../schema/index.ts';
import type { Database } from './database.ts';
import { later } from './prepared.ts';

/** What leaves the store of a session or a link: never its hash. */
const { hash: _sessionHash, ...session } = getTableColumns(sessions);
const { hash: _linkHash, ...link } = getTableColumns(signInLinks);

export function sqliteSessionStore({ db, write }: Database): SessionStore {
  const byHash = later(() =>
    db
      .select(session)
      .from(sessions)
      .where(and(eq(sessions.hash, sql.placeholder('hash')), gt(sessions.expiresAt, sql.placeholder('now'))))
      .prepare(),
  );

  const end = (which: SQL | undefined) =>
    write(() => {
      db.delete(sessions).where(which).run();
    });

  return {
    async createLink(hash, values) {
      await write(() => {
        db.insert(signInLinks)
          .values({ ...values, hash })
          .run();
      });
    },
    async link(hash, now) {
      const usable = and(eq(signInLinks.hash, hash), gt(signInLinks.expiresAt, now));
      return db.select(link).from(signInLinks).where(usable).get() ?? null;
    },
    async redeemLink(hash, now) {
      return await write(() => {
        const redeemed = db.delete(signInLinks).where(eq(signInLinks.hash, hash)).returning(link).get();
        return redeemed && redeemed.expiresAt > now ? redeemed : null;
      });
    },
    async createSession(hash, values) {
      return await write(() =>
        db
          .insert(sessions)
          .values({ ...values, hash })
          .returning(session)
          .get(),
      );
    },
    async session(hash, now) {
      return byHash().get({ hash, now }) ?? null;
    },
    async sessionsOf(person, now) {
      return db
        .select(session)
        .from(sessions)
        .where(and(isOf(person), gt(sessions.expiresAt, now)))
        .orderBy(desc(sessions.createdAt), desc(sessions.id))
        .all();
    },
    async endSession(person, id) {
      await end(and(isOf(person), eq(sessions.id, id)));
    },
    async endAllSessions(person) {
      await end(isOf(person));
    },
    async purge(now) {
      await write(() => {
        db.delete(signInLinks).where(lte(signInLinks.expiresAt, now)).run();
        db.delete(sessions).where(lte(sessions.expiresAt, now)).run();
      });
    },
  };
}

function isOf({ connectionId, slackUserId }: SlackPerson) {
  return and(eq(sessions.connectionId, connectionId), eq(sessions.slackUserId, slackUserId));
}
