import { and, eq, isNull, lt } from 'drizzle-orm';
import { type Clock, DAY } from '../../clock.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { personTarget } from '../../people/page-target.ts';
import { coverRequests, handOffs, overrides } from '../schema.ts';
import type { Database } from './database.ts';
import { queueNotice } from './notices.ts';
import { readPhoneBook } from './phone-book.ts';

/** Overrides that ended longer ago than anybody looks back. */
const OVERRIDES_KEPT = 90 * DAY;

export function sqliteOnCallStore({ db, write }: Database, clock: Clock): OnCallStore {
  return {
    async phoneBook() {
      return readPhoneBook(db);
    },
    async lastOnCall() {
      const rows = db.select().from(handOffs).all();
      return new Map(rows.map(({ schedule, userId }) => [schedule, userId]));
    },
    async handOver({ schedule, from, to, until }) {
      await write(() => {
        const known = db.select().from(handOffs).where(eq(handOffs.schedule, schedule)).get();
        if (known?.userId !== from) return; // somebody was faster
        const values = { userId: to?.id ?? null, since: clock.now() };
        db.insert(handOffs)
          .values({ schedule, ...values })
          .onConflictDoUpdate({ target: handOffs.schedule, set: values })
          .run();
        if (!to) return;
        queueNotice(db, to.connectionId, personTarget(to), { kind: 'on_call', schedule, until }, clock.now());
      });
    },
    async addOverride(override) {
      await write(() => {
        db.delete(overrides)
          .where(lt(overrides.to, clock.now() - OVERRIDES_KEPT))
          .run();
        db.insert(overrides)
          .values({ ...override, madeAt: clock.now() })
          .run();
      });
    },
    async addCoverRequest(request) {
      return await write(() => {
        const added = db
          .insert(coverRequests)
          .values({ ...request, askedAt: clock.now() })
          .run();
        return Number(added.lastInsertRowid);
      });
    },
    async coverRequest(id) {
      return db.select().from(coverRequests).where(eq(coverRequests.id, id)).get() ?? null;
    },
    async acceptCover(id, userId, by) {
      return await write(() => {
        const accepted = db
          .update(coverRequests)
          .set({ acceptedBy: by, acceptedAt: clock.now() })
          .where(and(eq(coverRequests.id, id), isNull(coverRequests.acceptedAt)))
          .returning()
          .get();
        if (!accepted) return false;
        const { schedule, from, to, userId: replaces } = accepted;
        db.insert(overrides).values({ schedule, from, to, userId, replaces, madeBy: by, madeAt: clock.now() }).run();
        return true;
      });
    },
  };
}
