import { and, asc, desc, eq, getTableColumns, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { KeyStore } from '../../keys/store.ts';
import { apiKeys } from '../schema/index.ts';
import type { Database } from './database.ts';
import { later } from './prepared.ts';

/** What leaves the store of a key: never its hash. */
const { hash: _hash, ...visible } = getTableColumns(apiKeys);

const isCalled = (nameOrPrefix: string) => or(eq(apiKeys.name, nameOrPrefix), eq(apiKeys.prefix, nameOrPrefix));

function isInUse(now: number | SQL) {
  return and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)));
}

export function sqliteKeyStore({ db, write }: Database): KeyStore {
  const byHash = later(() =>
    db
      .select(visible)
      .from(apiKeys)
      .where(and(eq(apiKeys.hash, sql.placeholder('hash')), isInUse(sql`${sql.placeholder('now')}`)))
      .prepare(),
  );

  return {
    async create({ at, ...key }) {
      return await write(() =>
        db
          .insert(apiKeys)
          .values({ ...key, createdAt: at })
          .returning(visible)
          .get(),
      );
    },
    async byHash(hash, now) {
      return byHash().get({ hash, now }) ?? null;
    },
    async list() {
      return db.select(visible).from(apiKeys).orderBy(asc(apiKeys.id)).all();
    },
    async rotate(nameOrPrefix, { at, ...secret }, expiresAt) {
      return await write(() => {
        const key = db
          .select({ id: apiKeys.id })
          .from(apiKeys)
          .where(and(isNull(apiKeys.revokedAt), isNull(apiKeys.expiresAt), isCalled(nameOrPrefix)))
          .orderBy(desc(apiKeys.id))
          .get();
        if (!key) return null;
        const old = db.update(apiKeys).set({ expiresAt }).where(eq(apiKeys.id, key.id)).returning(visible).get();
        const { name, serviceId, limit } = old;
        const values = { ...secret, name, serviceId, limit, createdAt: at };
        return { old, fresh: db.insert(apiKeys).values(values).returning(visible).get() };
      });
    },
    async revoke(nameOrPrefix, at) {
      return await write(() => {
        const revoked = db
          .update(apiKeys)
          .set({ revokedAt: at })
          .where(and(isInUse(at), isCalled(nameOrPrefix)))
          .returning(visible)
          .all();
        return revoked.at(-1) ?? null;
      });
    },
    async touch(id, at) {
      await write(() => {
        db.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id)).run();
      });
    },
  };
}
