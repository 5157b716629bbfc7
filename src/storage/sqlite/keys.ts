import { and, asc, desc, eq, getTableColumns, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { ApiKey, KeyStore } from '../../keys/store.ts';
import type { KeyReach } from '../../people/key-reach.ts';
import type { FileForm } from '../../settings/file-form.ts';
import { apiKeys } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import type { Database, Drizzle } from './database.ts';
import { later } from './prepared.ts';
import { reference } from './reference.ts';
import { isClaimed } from './seen-requests.ts';

/** What leaves the store of a key: never its hash. */
const { hash: _hash, ...visible } = getTableColumns(apiKeys);

type KeyRow = Omit<ApiKey, 'reach'> & { reach: KeyReach | null };

function toKey(row: KeyRow): ApiKey {
  return { ...row, reach: row.reach ?? 'organisation' };
}

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
    async create({ at, by, ...key }) {
      return await write(() => {
        const sameName = and(eq(apiKeys.name, key.name), isInUse(at));
        if (db.select({ id: apiKeys.id }).from(apiKeys).where(sameName).get()) return null;
        const row = db
          .insert(apiKeys)
          .values({ ...key, createdAt: at, madeBy: by })
          .returning(visible)
          .get();
        const made = toKey(row);
        noteInAudit(db, { by, at }, { ...audited(made), before: null, after: logged(db, made), takesBack: null });
        return made;
      });
    },
    async byHash(hash, now) {
      const row = byHash().get({ hash, now });
      return row ? toKey(row) : null;
    },
    async list() {
      return db.select(visible).from(apiKeys).orderBy(asc(apiKeys.id)).all().map(toKey);
    },
    async rotate(nameOrPrefix, { at, by, ...secret }, expiresAt) {
      return await write(() => {
        const key = db
          .select({ id: apiKeys.id })
          .from(apiKeys)
          .where(and(isNull(apiKeys.revokedAt), isNull(apiKeys.expiresAt), isCalled(nameOrPrefix)))
          .orderBy(desc(apiKeys.id))
          .get();
        if (!key) return null;
        const old = toKey(db.update(apiKeys).set({ expiresAt }).where(eq(apiKeys.id, key.id)).returning(visible).get());
        const { name, serviceId, ruleSet, reach, scopes, limit } = old;
        const values = { ...secret, name, serviceId, ruleSet, reach, scopes, limit, createdAt: at, madeBy: by };
        const fresh = toKey(db.insert(apiKeys).values(values).returning(visible).get());
        const [before, after] = [logged(db, old), logged(db, fresh)];
        noteInAudit(db, { by, at }, { ...audited(fresh), before, after, takesBack: null });
        return { old, fresh };
      });
    },
    async revoke(nameOrPrefix, at, by, takesBack) {
      return await write(() => {
        const revoked = db
          .update(apiKeys)
          .set({ revokedAt: at })
          .where(and(isInUse(at), isCalled(nameOrPrefix)))
          .returning(visible)
          .all()
          .map(toKey);
        for (const key of revoked) {
          const change = { ...audited(key), before: logged(db, key), after: null, takesBack: takesBack ?? null };
          noteInAudit(db, { by, at }, change);
        }
        return revoked.at(-1) ?? null;
      });
    },
    async touch(id, at) {
      await write(() => {
        db.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id)).run();
      });
    },
    async claim(key, fingerprint, at) {
      return await write(() => isClaimed(db, key, fingerprint, at));
    },
  };
}

function audited({ name }: ApiKey) {
  return { section: 'api_keys', name } as const;
}

/** What the audit log says of a key: enough to recognise it, and nothing to use it with. */
function logged(db: Drizzle, { prefix, serviceId, ruleSet, reach, scopes, limit }: ApiKey): FileForm {
  const service = serviceId === null ? undefined : reference(db).services.get(serviceId);
  return {
    prefix,
    ...(service && { service: service.name }),
    ...(ruleSet !== null && { rule_set: ruleSet }),
    ...(reach !== 'organisation' && { reach }),
    ...(scopes !== null && { scopes: [...scopes] }),
    ...(limit !== null && { limit }),
  };
}
