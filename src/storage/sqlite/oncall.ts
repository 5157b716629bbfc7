import { eq, getTableColumns, lt } from 'drizzle-orm';
import { type Clock, DAY, type UtcMs } from '../../lib/clock.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { DutyNotice } from '../../notifications/types.ts';
import type { Page } from '../../oncall/call.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { personTarget } from '../../people/page-target.ts';
import { coverRequests, documents, handOffs, overrides } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { scheduleIdOf } from './documents.ts';
import { queueNotice } from './notices.ts';
import { reference } from './reference.ts';
import { hasSeen, isFirst } from './seen-requests.ts';

/** Overrides that ended longer ago than anybody looks back. */
const OVERRIDES_KEPT = 90 * DAY;

export function sqliteOnCallStore({ db, write }: Database, clock: Clock): OnCallStore {
  const tell = ({ connectionId, target }: Pick<Page, 'connectionId' | 'target'>, notice: DutyNotice, at: UtcMs) =>
    queueNotice(db, connectionId, target, notice, at, PRIORITY.human);
  const requestOf = (id: number) =>
    db
      .select({ ...getTableColumns(coverRequests), schedule: documents.name })
      .from(coverRequests)
      .innerJoin(documents, eq(documents.id, coverRequests.scheduleId))
      .where(eq(coverRequests.id, id))
      .get();

  return {
    async directory() {
      return reference(db).directory;
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
    async hasSeen(requestKey) {
      return hasSeen(db, requestKey);
    },
    async addOverride({ schedule, ...override }, told, requestKey) {
      return await write(() => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return false;
        db.delete(overrides)
          .where(lt(overrides.to, now - OVERRIDES_KEPT))
          .run();
        db.insert(overrides)
          .values({ ...override, scheduleId: requiredId(db, schedule), madeAt: now })
          .run();
        const { from, to, madeBy: by } = override;
        if (told) tell(told, { kind: 'put_on_call', by, schedule, from, to }, now);
        return true;
      });
    },
    async addCoverRequest({ schedule, ...request }, asked, requestKey) {
      return await write(() => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return null;
        const { id } = db
          .insert(coverRequests)
          .values({ ...request, scheduleId: requiredId(db, schedule), askedAt: now })
          .returning({ id: coverRequests.id })
          .get();
        const { from, to, askedBy: by } = request;
        const question = { kind: 'cover_question', id, by, schedule, from, to } as const;
        for (const colleague of asked) tell(colleague, question, now);
        return id;
      });
    },
    async coverRequest(id) {
      return requestOf(id) ?? null;
    },
    async acceptCover(id, userId, by) {
      return await write(() => {
        const now = clock.now();
        const request = requestOf(id);
        if (request?.acceptedBy) return { kind: 'taken', by: request.acceptedBy };
        if (!request || request.to <= now) return { kind: 'over' };
        db.update(coverRequests).set({ acceptedBy: by, acceptedAt: now }).where(eq(coverRequests.id, id)).run();
        const { schedule, scheduleId, from, to, userId: replaces, askedBy } = request;
        db.insert(overrides).values({ scheduleId, from, to, userId, replaces, madeBy: by, madeAt: now }).run();
        const asker = { connectionId: askedBy.connectionId, target: askedBy.slackUserId };
        tell(asker, { kind: 'covered', by, schedule, to }, now);
        return { kind: 'accepted', by };
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
