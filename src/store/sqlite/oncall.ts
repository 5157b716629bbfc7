import { eq, lt } from 'drizzle-orm';
import { type Clock, DAY, type UtcMs } from '../../clock.ts';
import type { DutyNotice } from '../../courier/types.ts';
import type { Page } from '../../oncall/call.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { personTarget } from '../../people/page-target.ts';
import { PRIORITY } from '../../routing/announcement.ts';
import { coverRequests, handOffs, overrides } from '../schema.ts';
import type { Database } from './database.ts';
import { queueNotice } from './notices.ts';
import { readPhoneBook } from './phone-book.ts';
import { hasSeen, isFirst } from './seen-requests.ts';

/** Overrides that ended longer ago than anybody looks back. */
const OVERRIDES_KEPT = 90 * DAY;

export function sqliteOnCallStore({ db, write }: Database, clock: Clock): OnCallStore {
  const tell = ({ connectionId, target }: Pick<Page, 'connectionId' | 'target'>, notice: DutyNotice, at: UtcMs) =>
    queueNotice(db, connectionId, target, notice, at, PRIORITY.human);

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
    async hasSeen(requestKey) {
      return hasSeen(db, requestKey);
    },
    async addOverride(override, told, requestKey) {
      return await write(() => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return false;
        db.delete(overrides)
          .where(lt(overrides.to, now - OVERRIDES_KEPT))
          .run();
        db.insert(overrides)
          .values({ ...override, madeAt: now })
          .run();
        const { schedule, from, to, madeBy: by } = override;
        if (told) tell(told, { kind: 'put_on_call', by, schedule, from, to }, now);
        return true;
      });
    },
    async addCoverRequest(request, asked, requestKey) {
      return await write(() => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return false;
        const added = db
          .insert(coverRequests)
          .values({ ...request, askedAt: now })
          .run();
        const { schedule, from, to, askedBy: by } = request;
        const question = { kind: 'cover_question', id: Number(added.lastInsertRowid), by, schedule, from, to } as const;
        for (const colleague of asked) tell(colleague, question, now);
        return true;
      });
    },
    async coverRequest(id) {
      return db.select().from(coverRequests).where(eq(coverRequests.id, id)).get() ?? null;
    },
    async acceptCover(id, userId, by) {
      return await write(() => {
        const now = clock.now();
        const request = db.select().from(coverRequests).where(eq(coverRequests.id, id)).get();
        if (request?.acceptedBy) return { kind: 'taken', by: request.acceptedBy };
        if (!request || request.to <= now) return { kind: 'over' };
        db.update(coverRequests).set({ acceptedBy: by, acceptedAt: now }).where(eq(coverRequests.id, id)).run();
        const { schedule, from, to, userId: replaces, askedBy } = request;
        db.insert(overrides).values({ schedule, from, to, userId, replaces, madeBy: by, madeAt: now }).run();
        const asker = { connectionId: askedBy.connectionId, target: askedBy.slackUserId };
        tell(asker, { kind: 'covered', by, schedule, to }, now);
        return { kind: 'accepted', by };
      });
    },
  };
}
