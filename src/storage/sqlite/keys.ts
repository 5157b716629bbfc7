import { and, asc, eq, getTableColumns, isNull, or, sql } from 'drizzle-orm';
import type { KeyStore } from '../../http/store.ts';
import { apiKeys } from '../schema/index.ts';
import type { Database } from './database.ts';
import { later } from './prepared.ts';

/** What leaves the store of a key: never its hash. */
const { hash: _hash, ...visible } = getTableColumns(apiKeys);

export function sqliteKeyStore({ db, write }: Database): KeyStore {
  const byHash = later(() =>
    db
      .select(visible)
      .from(apiKeys)
      .where(and(eq(apiKeys.hash, sql.placeholder('hash')), isNull(apiKeys.revokedAt)))
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
    async byHash(hash) {
      return byHash().get({ hash }) ?? null;
    },
    async list() {
      return db.select(visible).from(apiKeys).orderBy(asc(apiKeys.id)).all();
    },
    async revoke(nameOrPrefix, at) {
      return await write(() => {
        const key = db
          .select({ id: apiKeys.id })
          .from(apiKeys)
          .where(and(isNull(apiKeys.revokedAt), or(eq(apiKeys.name, nameOrPrefix), eq(apiKeys.prefix, nameOrPrefix))))
          .get();
        if (!key) return null;
        return db.update(apiKeys).set({ revokedAt: at }).where(eq(apiKeys.id, key.id)).returning(visible).get();
      });
    },
    async touch(id, at) {
      await write(() => {
        db.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id)).run();
      });
    },
  };
}
