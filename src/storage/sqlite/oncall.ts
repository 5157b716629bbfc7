import { and, eq, getTableColumns, gt, lt } from 'drizzle-orm';
import { type Clock, DAY, MINUTE, type UtcMs } from '../../lib/clock.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { DutyNotice } from '../../notifications/types.ts';
import type { Page } from '../../oncall/call.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { effectOf } from '../../oncall/takeover.ts';
import { isActiveIn, isSameName } from '../../oncall/targets.ts';
import type { Interval, Override, UserId } from '../../oncall/types.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { Author } from '../../people/author.ts';
import { personTarget } from '../../people/page-target.ts';
import type { FileForm } from '../../settings/file-form.ts';
import { toOverrideEntry } from '../../settings/schedule.ts';
import { coverRequests, documents, handOffs, overrides } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
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

  const overrideOf = (id: number) =>
    db
      .select({ ...getTableColumns(overrides), schedule: documents.name })
      .from(overrides)
      .innerJoin(documents, eq(documents.id, overrides.scheduleId))
      .where(eq(overrides.id, id))
      .get();
  const scheduleNamed = (name: string) =>
    reference(db).directory.schedules.find((schedule) => isSameName(schedule.name, name));
  const spanIn = (schedule: string, span: Interval) => {
    const timezone = scheduleNamed(schedule)?.timezone;
    return { schedule, ...span, ...(timezone === undefined ? {} : { timezone }) };
  };
  const log = (
    by: Author,
    at: UtcMs,
    schedule: string,
    change: { before: Override | null; after: Override | null },
  ) => {
    const timezone = scheduleNamed(schedule)?.timezone ?? 'UTC';
    const emailOf = (id: UserId) => reference(db).directory.users.find((user) => user.id === id)?.email;
    const inWords = (one: Override | null) => one && (toOverrideEntry(one, timezone, emailOf) as FileForm | null);
    const [before, after] = [inWords(change.before), inWords(change.after)];
    noteInAudit(db, { by, at }, { section: 'overrides', name: schedule, before, after, takesBack: null });
  };
  /** Ends an override, and logs it; null when it was gone or over before. What was is kept: people look back at who was on call. */
  const end = (id: number, by: Author, now: UtcMs) => {
    const override = overrideOf(id);
    if (!override || override.to <= now) return null;
    const its = eq(overrides.id, id);
    const to = wholeMinute(now);
    const isKept = override.from < to;
    if (isKept) db.update(overrides).set({ to }).where(its).run();
    else db.delete(overrides).where(its).run();
    log(by, now, override.schedule, { before: override, after: isKept ? { ...override, to } : null });
    return override;
  };
  const effectIn = (name: string, override: Override, now: UtcMs) => {
    const schedule = scheduleNamed(name);
    const effect = schedule && effectOf(override, schedule, now, isActiveIn(reference(db).directory));
    return effect && { from: wholeMinute(effect.from), to: effect.to };
  };

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
        const { id } = db
          .insert(overrides)
          .values({ ...override, scheduleId: requiredId(db, schedule), madeAt: now })
          .returning({ id: overrides.id })
          .get();
        const { from, to, madeBy: by } = override;
        log(by, now, schedule, { before: null, after: override });
        if (told) tell(told, { kind: 'put_on_call', id, by, ...spanIn(schedule, { from, to }) }, now);
        return true;
      });
    },
    async override(id) {
      return overrideOf(id) ?? null;
    },
    async overridesIn(schedule) {
      const scheduleId = scheduleIdOf(db, schedule);
      if (scheduleId === null) return [];
      const rows = db
        .select()
        .from(overrides)
        .where(and(eq(overrides.scheduleId, scheduleId), gt(overrides.to, clock.now())))
        .orderBy(overrides.from, overrides.id)
        .all();
      return rows.map((row) => ({ ...row, schedule }));
    },
    async endOverride(id, by) {
      return await write(() => {
        const now = clock.now();
        const override = end(id, by, now);
        if (!override) return false;
        const { schedule, userId, from, to } = override;
        const entry = reference(db).directory.users.find((user) => user.id === userId);
        if (!entry || userId === by.userId) return true;
        const { connectionId } = entry;
        const span = spanIn(schedule, { from: Math.max(from, now), to });
        tell({ connectionId, target: personTarget(entry) }, { kind: 'override_ended', by, ...span }, now);
        return true;
      });
    },
    async declineOverride(id, by) {
      return await write(() => {
        const now = clock.now();
        const override = end(id, by, now);
        if (!override) return false;
        const { schedule, madeBy, from, to } = override;
        if (madeBy.kind === 'person' && madeBy.slackUserId !== by.slackUserId) {
          const maker = { connectionId: madeBy.connectionId, target: madeBy.slackUserId };
          tell(maker, { kind: 'override_declined', by, ...spanIn(schedule, { from: Math.max(from, now), to }) }, now);
        }
        return true;
      });
    },
    async addCoverRequest({ schedule, ...request }, asked, requestKey) {
      return await write(() => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return null;
        const { id } = db
          .insert(coverRequests)
          .values({ ...request, scheduleId: requiredId(db, schedule), askedAt: now, asked: asked.length })
          .returning({ id: coverRequests.id })
          .get();
        const { from, to, askedBy: by } = request;
        const question = { kind: 'cover_question', id, by, ...spanIn(schedule, { from, to }) } as const;
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
        if (request?.acceptedBy) return { kind: 'taken', by: request.acceptedBy, from: request.from, to: request.to };
        if (!request || request.to <= now) return { kind: 'over' };
        const { schedule, scheduleId, userId: replaces, askedBy } = request;
        const effect = effectIn(schedule, { from: request.from, to: request.to, userId, replaces }, now);
        if (!effect) return { kind: 'no_effect' };
        db.update(coverRequests)
          .set({ acceptedBy: by, acceptedAt: now, ...effect })
          .where(eq(coverRequests.id, id))
          .run();
        db.insert(overrides)
          .values({ scheduleId, ...effect, userId, replaces, madeBy: by, madeAt: now })
          .run();
        log(by, now, schedule, { before: null, after: { ...effect, userId, replaces } });
        tell(accountOf(askedBy), { kind: 'covered', by, ...spanIn(schedule, effect) }, now);
        return { kind: 'accepted', by, ...effect };
      });
    },
    async declineCover(id, by) {
      return await write(() => {
        const now = clock.now();
        const request = requestOf(id);
        if (request?.acceptedBy) return 'taken';
        if (!request || request.to <= now) return 'over';
        const { declinedBy, schedule, from, to, asked, askedBy } = request;
        if (declinedBy.some(({ slackUserId }) => slackUserId === by.slackUserId)) return 'declined';
        const all = [...declinedBy, by];
        db.update(coverRequests).set({ declinedBy: all }).where(eq(coverRequests.id, id)).run();
        if (asked === null || all.length >= asked) {
          tell(accountOf(askedBy), { kind: 'cover_declined', by, ...spanIn(schedule, { from, to }) }, now);
        }
        return 'declined';
      });
    },
  };
}

/** People and opsknight.yml speak of minutes. */
function wholeMinute(at: UtcMs): UtcMs {
  return Math.floor(at / MINUTE) * MINUTE;
}

function accountOf({ connectionId, slackUserId }: PersonActor): Pick<Page, 'connectionId' | 'target'> {
  return { connectionId, target: slackUserId };
}

/** Whoever asks has just seen the schedule; one that has gone since is not worth an answer of its own. */
function requiredId(db: Drizzle, schedule: string): number {
  const id = scheduleIdOf(db, schedule);
  if (id === null) throw new Error(`the schedule ${JSON.stringify(schedule)} is not there any more`);
  return id;
}
