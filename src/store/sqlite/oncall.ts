import { and, eq, getTableColumns, isNull, lt } from 'drizzle-orm';
import { type Clock, DAY } from '../../clock.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { personTarget } from '../../people/page-target.ts';
import { coverRequests, documents, handOffs, overrides } from '../schema.ts';
import type { Database, Drizzle } from './database.ts';
import { scheduleIdOf } from './documents.ts';
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
      const rows = db
        .select({ schedule: documents.name, userId: handOffs.userId })
        .from(handOffs)
        .innerJoin(documents, eq(documents.id, handOffs.scheduleId))
        .all();
      return new Map(rows.map(({ schedule, userId }) => [schedule, userId]));
    },
    async handOver({ schedule, from, to, until }) {
      await write(() => {
        const scheduleId = scheduleIdOf(db, schedule);
        if (scheduleId === null) return; // it has gone meanwhile
        const known = db.select().from(handOffs).where(eq(handOffs.scheduleId, scheduleId)).get();
        if (known?.userId !== from) return; // somebody was faster
        const values = { userId: to?.id ?? null, since: clock.now() };
        db.insert(handOffs)
          .values({ scheduleId, ...values })
          .onConflictDoUpdate({ target: handOffs.scheduleId, set: values })
          .run();
        if (!to) return;
        queueNotice(db, to.connectionId, personTarget(to), { kind: 'on_call', schedule, until }, clock.now());
      });
    },
    async addOverride({ schedule, ...override }) {
      await write(() => {
        db.delete(overrides)
          .where(lt(overrides.to, clock.now() - OVERRIDES_KEPT))
          .run();
        db.insert(overrides)
          .values({ ...override, scheduleId: requiredId(db, schedule), madeAt: clock.now() })
          .run();
      });
    },
    async addCoverRequest({ schedule, ...request }) {
      return await write(() => {
        const added = db
          .insert(coverRequests)
          .values({ ...request, scheduleId: requiredId(db, schedule), askedAt: clock.now() })
          .run();
        return Number(added.lastInsertRowid);
      });
    },
    async coverRequest(id) {
      const request = db
        .select({ ...getTableColumns(coverRequests), schedule: documents.name })
        .from(coverRequests)
        .innerJoin(documents, eq(documents.id, coverRequests.scheduleId))
        .where(eq(coverRequests.id, id))
        .get();
      return request ?? null;
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
        const { scheduleId, from, to, userId: replaces } = accepted;
        db.insert(overrides).values({ scheduleId, from, to, userId, replaces, madeBy: by, madeAt: clock.now() }).run();
        return true;
      });
    },
  };
}

/** Whoever asks has just seen the schedule; one that has gone since is not worth an answer of its own. */
function requiredId(db: Drizzle, schedule: string): number {
  const id = scheduleIdOf(db, schedule);
  if (id === null) throw new Error(`the schedule ${JSON.stringify(schedule)} is not there any more`);
  return id;
}
