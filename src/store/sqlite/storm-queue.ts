import { and, eq, isNull, sql } from 'drizzle-orm';
import { SECOND, type UtcMs } from '../../clock.ts';
import type { Storm } from '../../courier/types.ts';
import { PRIORITY, type Priority } from '../../routing/announcement.ts';
import { deliveries, stormLines, storms } from '../schema.ts';
import type { Drizzle } from './database.ts';
import { owedTo } from './queue.ts';

/**
 * In a storm something changes many times a second: its message is drawn anew at most this often, sooner for a person
 * who waits to see what they did, so that it doesn't eat the budget of the other cards.
 */
const REDRAW_EVERY = 2 * SECOND;
const REDRAW_FOR_PEOPLE_EVERY = SECOND;

/** The unique index `deliveries_waiting_storm`. */
const WAITING_FOR_STORM = [deliveries.stormId, deliveries.kind];
const waiting = sql`${deliveries.stormId} is not null and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`;

export type StormRow = typeof storms.$inferSelect;

export function stormOf(db: Drizzle, stormId: number): StormRow {
  const storm = db.select().from(storms).where(eq(storms.id, stormId)).get();
  if (!storm) throw new Error(`storm ${stormId} does not exist`);
  return storm;
}

/** Owes the storm's message a look at its incidents; one that already waits is enough, and goes when either may. */
export function queueStorm(db: Drizzle, storm: StormRow, priority: Priority, now: UtcMs, since: UtcMs = now): void {
  const pause = priority === PRIORITY.human ? REDRAW_FOR_PEOPLE_EVERY : REDRAW_EVERY;
  const dueAt = storm.ts === null ? now : Math.max(now, (storm.drawnAt ?? 0) + pause);
  db.insert(deliveries)
    .values({ ...owedTo(storm, now), kind: 'storm', stormId: storm.id, priority, createdAt: since, dueAt })
    .onConflictDoUpdate({
      target: WAITING_FOR_STORM,
      targetWhere: waiting,
      set: {
        priority: sql`min(${deliveries.priority}, excluded.priority)`,
        dueAt: sql`min(${deliveries.dueAt}, excluded.due_at)`,
      },
    })
    .run();
}

export function addStormLine(db: Drizzle, storm: StormRow, eventId: number, priority: Priority, now: UtcMs): void {
  db.insert(stormLines).values({ stormId: storm.id, eventId, createdAt: now }).run();
  queueStormLines(db, storm, now, priority);
}

/** Owes the storm's thread a message, when there are lines that wait for one. */
export function queueStormLines(db: Drizzle, storm: Storm, now: UtcMs, priority: Priority = PRIORITY.thread): void {
  const line = db
    .select({ id: stormLines.id })
    .from(stormLines)
    .where(and(eq(stormLines.stormId, storm.id), isNull(stormLines.deliveryId)))
    .limit(1)
    .get();
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
