import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { StormLine } from '../../notifications/types.ts';
import { stormLines, timelineEvents } from '../schema/index.ts';
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

/** Inside a transaction: the lines that a delivery says. Those that came after its first attempt are another's. */
export function takeLines(db: Drizzle, deliveryId: number, stormId: number, atMost: number): StormLine[] {
  const taken = linesOf(db, deliveryId);
  if (taken.length > 0) return taken;
  const more = db
    .select({ id: stormLines.id })
    .from(stormLines)
    .where(and(eq(stormLines.stormId, stormId), isNull(stormLines.deliveryId)))
    .orderBy(asc(stormLines.id))
    .limit(atMost);
  db.update(stormLines).set({ deliveryId }).where(inArray(stormLines.id, more)).run();
  return linesOf(db, deliveryId);
}

function linesOf(db: Drizzle, deliveryId: number): StormLine[] {
  return statements(db).linesOf().all({ deliveryId });
}

/** Inside a transaction: the lines wait for another delivery. */
export function releaseLines(db: Drizzle, deliveryId: number): void {
  db.update(stormLines).set({ deliveryId: null }).where(eq(stormLines.deliveryId, deliveryId)).run();
}
