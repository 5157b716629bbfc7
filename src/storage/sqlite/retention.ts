import { and, asc, count, eq, gt, inArray, isNull, lt, lte, max, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { UtcMs } from '../../lib/clock.ts';
import { DELETED_TEXT, withoutTexts } from '../../records/retention.ts';
import type { RetentionStore } from '../../records/store.ts';
import {
  alertRepeats,
  deletedTexts,
  incidentAlerts,
  incidentChannels,
  incidents,
  incidentTasks,
  runbookRuns,
  runbookSteps,
  timelineEvents,
  timelineMessages,
} from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { forgetPostMortem } from './post-mortems.ts';

const survivors = alias(incidents, 'survivors');

export function sqliteRetentionStore({ db, write }: Database): RetentionStore {
  return {
    async countTexts(endedBefore) {
      return ended(db, endedBefore, count(incidents.number).as('found')).get()?.found ?? 0;
    },
    async countDeleted() {
      return db.select({ found: count() }).from(deletedTexts).get()?.found ?? 0;
    },
    async deleteTexts({ endedBefore, after, limit }, now) {
      const through = after + LOOKED_AT;
      const which = and(gt(incidents.number, after), lte(incidents.number, through));
      const found = numbersOf(db, endedBefore, which, limit);
      // Somebody may have reopened one meanwhile.
      const deleted =
        found.length === 0
          ? 0
          : await write(() => {
              const numbers = numbersOf(db, endedBefore, inArray(incidents.number, found), limit);
              for (const number of numbers) deleteTextsOf(db, number, now);
              return numbers.length;
            });
      if (found.length === limit) return { deleted, last: found.at(-1) ?? null };
      return { deleted, last: through < newest(db) ? through : null };
    },
  };
}

/** Incidents that are looked at in one go: some milliseconds' worth. */
const LOOKED_AT = 1_000;

function newest(db: Drizzle): number {
  return (
    db
      .select({ number: max(incidents.number) })
      .from(incidents)
      .get()?.number ?? 0
  );
}

function numbersOf(db: Drizzle, endedBefore: UtcMs, which: SQL | undefined, limit: number): number[] {
  return ended(db, endedBefore, sql<number>`${incidents.number}`.as('found'), which)
    .orderBy(asc(incidents.number))
    .limit(limit)
    .all()
    .map(({ found }) => found);
}

/** What has been over since before then, and has its texts still; or again, after somebody has reopened it. */
function ended<T extends number>(db: Drizzle, before: UtcMs, found: SQL.Aliased<T>, which?: SQL) {
  const isOver = or(
    and(eq(incidents.status, 'RESOLVED'), lt(incidents.statusAt, before)),
    and(eq(incidents.status, 'MERGED'), eq(survivors.status, 'RESOLVED'), lt(survivors.statusAt, before)),
  );
  const isLeft = or(isNull(deletedTexts.at), lte(deletedTexts.at, incidents.statusAt));
  return db
    .select({ found })
    .from(incidents)
    .leftJoin(survivors, eq(survivors.number, incidents.mergedInto))
    .leftJoin(deletedTexts, eq(deletedTexts.incidentNumber, incidents.number))
    .where(and(isOver, isLeft, which))
    .$dynamic();
}

function deleteTextsOf(db: Drizzle, number: number, now: UtcMs): void {
  db.update(incidents)
    .set({
      title: DELETED_TEXT,
      description: null,
      components: [],
      source: null,
      url: null,
      details: null,
      dedupKey: `deleted:${number}`,
      groupKey: null,
      resolutionNote: sql`case when ${incidents.resolutionNote} is null then null else ${DELETED_TEXT} end`,
    })
    .where(eq(incidents.number, number))
    .run();
  for (const { id, fact } of db.select().from(timelineEvents).where(eq(timelineEvents.incidentNumber, number)).all()) {
    db.update(timelineEvents)
      .set({ fact: withoutTexts(fact) })
      .where(eq(timelineEvents.id, id))
      .run();
  }
  // An edit in Slack would bring the text back.
  db.delete(timelineMessages).where(eq(timelineMessages.incidentNumber, number)).run();
  db.update(incidentAlerts)
    .set({ title: DELETED_TEXT, dedupKey: sql`'deleted:' || lower(hex(randomblob(8)))` })
    .where(eq(incidentAlerts.incidentNumber, number))
    .run();
  db.update(alertRepeats).set({ title: DELETED_TEXT }).where(eq(alertRepeats.incidentNumber, number)).run();
  db.update(incidentChannels)
    .set({ purpose: null, topic: null })
    .where(eq(incidentChannels.incidentNumber, number))
    .run();
  db.update(incidentTasks).set({ text: DELETED_TEXT }).where(eq(incidentTasks.incidentNumber, number)).run();
  const runs = db.select({ id: runbookRuns.id }).from(runbookRuns).where(eq(runbookRuns.incidentNumber, number));
  db.update(runbookSteps)
    .set({ message: null, question: null, call: null, result: null, each: null })
    .where(inArray(runbookSteps.runId, runs))
    .run();
  forgetPostMortem(db, number);
  db.insert(deletedTexts)
    .values({ incidentNumber: number, at: now })
    .onConflictDoUpdate({ target: deletedTexts.incidentNumber, set: { at: now } })
    .run();
}
