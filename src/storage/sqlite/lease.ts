import { and, eq, sql } from 'drizzle-orm';
import type { LeaseStore } from '../../lease/store.ts';
import { appLease } from '../schema/index.ts';
import type { Database } from './database.ts';
import { later } from './prepared.ts';

const ONLY = 1;

export function sqliteLeaseStore({ db, write, guard }: Database): LeaseStore {
  const only = later(() => db.select().from(appLease).where(eq(appLease.id, ONLY)).prepare());

  return {
    async current() {
      return only().get() ?? null;
    },
    take(holder, process, seen) {
      return write(() => {
        const now = only().get();
        if (now?.holder !== seen?.holder || now?.beat !== seen?.beat) return false;
        const lease = { holder, process, beat: 0 };
        db.insert(appLease)
          .values({ id: ONLY, ...lease })
          .onConflictDoUpdate({ target: appLease.id, set: lease })
          .run();
        return true;
      });
    },
    guard(holder) {
      guard(() => only().get()?.holder === holder);
    },
    async beat(holder) {
      await write(() => {
        db.update(appLease)
          .set({ beat: sql`${appLease.beat} + 1` })
          .where(eq(appLease.holder, holder))
          .run();
      });
    },
    async release(holder) {
      await write(() => {
        db.delete(appLease)
          .where(and(eq(appLease.id, ONLY), eq(appLease.holder, holder)))
          .run();
      });
    },
  };
}
