import { and, eq, isNull, sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import { PRIORITY, type Priority } from '../../notifications/priority.ts';
import type { Storm } from '../../notifications/types.ts';
import { deliveries, stormLines, storms } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { prepared } from './prepared.ts';
import { isFixed, methodFor, owedTo, takeUpDoubt } from './queue.ts';

/** The unique index `deliveries_waiting_storm`. */
const WAITING_FOR_STORM = [deliveries.stormId, deliveries.kind];
const waiting = sql`${deliveries.stormId} is not null and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`;

const statements = prepared((db) => ({
  storm: db
    .select()
    .from(storms)
    .where(eq(storms.id, sql.placeholder('stormId')))
    .prepare(),
  waitingLine: db
    .select({ id: stormLines.id })
    .from(stormLines)
    .where(and(eq(stormLines.stormId, sql.placeholder('stormId')), isNull(stormLines.deliveryId)))
    .limit(1)
    .prepare(),
}));

export type StormRow = typeof storms.$inferSelect;

export function stormOf(db: Drizzle, stormId: number): StormRow {
  const storm = statements(db).storm.get({ stormId });
  if (!storm) throw new Error(`storm ${stormId} does not exist`);
  return storm;
}

/** Owes the storm's message a look at its incidents; one that already waits is enough, at the higher priority of the two. */
export function queueStorm(db: Drizzle, storm: StormRow, priority: Priority, now: UtcMs, since: UtcMs = now): void {
  if (isFixed(storm)) return;
  if (storm.ts === null) takeUpDoubt(db, 'storm', storm);
  const owed = { ...owedTo(storm, now), method: methodFor(storm), createdAt: since };
  db.insert(deliveries)
    .values({ ...owed, kind: 'storm', stormId: storm.id, priority })
    .onConflictDoUpdate({
      target: WAITING_FOR_STORM,
      targetWhere: waiting,
      set: { priority: sql`min(${deliveries.priority}, excluded.priority)` },
    })
    .run();
}

export function addStormLine(db: Drizzle, storm: StormRow, eventId: number, priority: Priority, now: UtcMs): void {
  db.insert(stormLines).values({ stormId: storm.id, eventId, createdAt: now }).run();
  queueStormLines(db, storm, now, priority);
}

/** Owes the storm's thread a message, when there are lines that wait for one. */
export function queueStormLines(db: Drizzle, storm: Storm, now: UtcMs, priority: Priority = PRIORITY.thread): void {
  const line = statements(db).waitingLine.get({ stormId: storm.id });
  if (!line) return;
  db.insert(deliveries)
    .values({ ...owedTo(storm, now), kind: 'storm_lines', stormId: storm.id, priority })
    .onConflictDoUpdate({
      target: WAITING_FOR_STORM,
      targetWhere: waiting,
      set: { priority: sql`min(${deliveries.priority}, excluded.priority)` },
    })
    .run();
}
