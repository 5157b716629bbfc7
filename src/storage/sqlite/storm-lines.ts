import { and, asc, eq, isNull, max, min, sql } from 'drizzle-orm';
import type { WaitingLines } from '../../notifications/kinds/kind.ts';
import type { SummaryDetail } from '../../notifications/kinds/summary.ts';
import { ofFirstSentences } from '../../notifications/storms/alike.ts';
import type { StormLine } from '../../notifications/types.ts';
import { deliveries, stormLines, timelineEvents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';

const statements = prepared((db) => ({
  linesOf: later(() =>
    db
      .select({ event: timelineEvents, createdAt: stormLines.createdAt })
      .from(stormLines)
      .innerJoin(timelineEvents, eq(timelineEvents.id, stormLines.eventId))
      .where(eq(stormLines.deliveryId, sql.placeholder('deliveryId')))
      .orderBy(asc(stormLines.id))
      .prepare(),
  ),
}));

/** Read at a time, to be summed up. */
const MOST_LINES = 10_000;

/**
 * Inside a transaction: the lines that a delivery says, in so many sentences at most. Those that came after its first attempt
 * are another's.
 */
export function takeLines(db: Drizzle, deliveryId: number, stormId: number, atMost: number): StormLine[] {
  const taken = linesOf(db, deliveryId);
  if (taken.length > 0) return taken;
  const waiting = db
    .select({ id: stormLines.id, event: timelineEvents })
    .from(stormLines)
    .innerJoin(timelineEvents, eq(timelineEvents.id, stormLines.eventId))
    .where(isWaiting(stormId))
    .orderBy(asc(stormLines.id))
    .limit(MOST_LINES)
    .all();
  const ids = ofFirstSentences(waiting, atMost).map(({ id }) => id);
  const chosen = sql`${stormLines.id} in (select value from json_each(${JSON.stringify(ids)}))`;
  db.update(stormLines).set({ deliveryId }).where(chosen).run();
  return linesOf(db, deliveryId);
}

/** When the first and the last of the lines were added that wait for a delivery; null for none. */
export function waitingSince(db: Drizzle, stormId: number): WaitingLines | null {
  const at = { first: min(stormLines.createdAt), last: max(stormLines.createdAt) };
  const { first = null, last = null } = db.select(at).from(stormLines).where(isWaiting(stormId)).get() ?? {};
  return first === null || last === null ? null : { first, last };
}

function isWaiting(stormId: number) {
  return and(eq(stormLines.stormId, stormId), isNull(stormLines.deliveryId));
}

function linesOf(db: Drizzle, deliveryId: number): StormLine[] {
  return statements(db).linesOf().all({ deliveryId });
}

/** Inside a transaction: the lines wait for another delivery. */
export function releaseLines(db: Drizzle, deliveryId: number): void {
  db.update(stormLines).set({ deliveryId: null }).where(eq(stormLines.deliveryId, deliveryId)).run();
}

/** Inside a transaction: what a summary says, as the events are that it names. */
export function summedUp(db: Drizzle, deliveryId: number): StormLine[] {
  const row = db.select({ detail: deliveries.detail }).from(deliveries).where(eq(deliveries.id, deliveryId)).get();
  if (!row) return [];
  const { eventIds } = row.detail as SummaryDetail;
  const named = sql`${timelineEvents.id} in (select value from json_each(${JSON.stringify(eventIds)}))`;
  const events = db.select().from(timelineEvents).where(named).orderBy(asc(timelineEvents.id)).all();
  return events.map((event) => ({ event, createdAt: event.at }));
}
