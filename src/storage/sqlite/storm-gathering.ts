import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { MINUTE, SECOND, type UtcMs } from '../../clock.ts';
import type { TimelineKind } from '../../incidents/timeline.ts';
import type { Priority } from '../../notifications/priority.ts';
import type { Delivery, Place, StormLine } from '../../notifications/types.ts';
import { cards, deliveries, stormLines, storms, timelineEvents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { prepared } from './prepared.ts';
import { addStormLine, queueStorm, type StormRow } from './storm-queue.ts';

/** More new incidents than this, waiting for one channel, are a storm. */
const STORM_FROM = 6;
/** A storm that nothing new has joined for so long is over: what comes then has a card, and a notification, of its own. */
const QUIET_AFTER = 10 * SECOND;
/** However long the alerts go on, a message that old is not looked at for news. */
const OVER_AFTER = 10 * MINUTE;
/** It has buttons to answer with, so it is a message of its own. */
const QUESTION: TimelineKind = 'reminded';

const statements = prepared((db) => ({
  on: db
    .select()
    .from(storms)
    .where(
      and(
        eq(storms.connectionId, sql.placeholder('connectionId')),
        eq(storms.target, sql.placeholder('target')),
        sql`${storms.isOver} = 0`,
      ),
    )
    .prepare(),
  linesOf: db
    .select({ event: timelineEvents, createdAt: stormLines.createdAt })
    .from(stormLines)
    .innerJoin(timelineEvents, eq(timelineEvents.id, stormLines.eventId))
    .where(eq(stormLines.deliveryId, sql.placeholder('deliveryId')))
    .orderBy(asc(stormLines.id))
    .prepare(),
}));

/** Inside a transaction. @returns whether any incident has joined a storm. */
export function gather(db: Drizzle, { lane, priority }: Delivery, place: Place, now: UtcMs): boolean {
  const fresh = newCards(db, lane);
  const [oldest] = fresh;
  if (!oldest) return false;
  const storm = stormIn(db, place, now) ?? (fresh.length >= STORM_FROM ? startStorm(db, place, now) : null);
  if (!storm) return false;
  join(
    db,
    storm,
    fresh.map(({ cardId }) => cardId),
    now,
  );
  queueStorm(db, storm, priority, now, oldest.createdAt);
  return true;
}

interface NewCard {
  cardId: number;
  createdAt: UtcMs;
}

/** The cards of a lane that wait for their first message, and surely have none yet, oldest first. */
function newCards(db: Drizzle, lane: string): NewCard[] {
  return db.$client.prepare(NEW_CARDS).all({ lane }) as NewCard[];
}

/** Without being told, SQLite walks through all that waits in the lane, thread lines as well. */
export const NEW_CARDS = `
  select deliveries.card_id as cardId, deliveries.created_at as createdAt
  from deliveries indexed by deliveries_waiting_cards join cards on cards.id = deliveries.card_id
  where deliveries.lane = :lane and deliveries.kind = 'card' and deliveries.is_taken = 0
    and deliveries.failed_at is null and cards.ts is null and cards.storm_id is null
    and not exists (
      select 1 from deliveries as taken
      where taken.card_id = cards.id and taken.kind = 'card' and taken.is_taken = 1 and taken.failed_at is null
    )
  order by deliveries.id`;

/** The storm that is on in a channel; one that has become quiet is over from here on. */
function stormIn(db: Drizzle, { connectionId, target }: Place, now: UtcMs): StormRow | null {
  const storm = statements(db).on.get({ connectionId, target });
  if (!storm) return null;
  if (isOn(storm, now)) return storm;
  db.update(storms).set({ isOver: true }).where(eq(storms.id, storm.id)).run();
  return null;
}

/** A clock that was set back ends it as well: it would take in whatever comes until then. */
function isOn({ lastJoinedAt, startedAt }: StormRow, now: UtcMs): boolean {
  return Math.abs(now - lastJoinedAt) <= QUIET_AFTER && Math.abs(now - startedAt) <= OVER_AFTER;
}

function startStorm(db: Drizzle, { connectionId, target, reroutedFrom }: Place, now: UtcMs): StormRow {
  return db
    .insert(storms)
    .values({ connectionId, target, reroutedFrom, startedAt: now, lastJoinedAt: now })
    .returning()
    .get();
}

/** New cards become rows of the storm, and what their threads were to say is said in its thread. */
function join(db: Drizzle, storm: StormRow, joining: number[], now: UtcMs): void {
  const ids = sql`(select value from json_each(${JSON.stringify(joining)}))`;
  const owed = and(isNull(deliveries.failedAt), inArray(deliveries.cardId, ids));
  const lines = db
    .select({ id: deliveries.id, eventId: timelineEvents.id, priority: deliveries.priority, at: deliveries.createdAt })
    .from(deliveries)
    .innerJoin(timelineEvents, eq(timelineEvents.id, deliveries.eventId))
    .where(and(owed, ne(timelineEvents.kind, QUESTION)))
    .orderBy(asc(deliveries.id))
    .all();
  db.delete(deliveries)
    .where(and(owed, eq(deliveries.kind, 'card')))
    .run();
  db.update(cards).set({ stormId: storm.id, channelId: storm.channelId }).where(inArray(cards.id, ids)).run();
  for (const { id, eventId, priority, at } of lines) {
    db.delete(deliveries).where(eq(deliveries.id, id)).run();
    addStormLine(db, storm, eventId, priority as Priority, at);
  }
  db.update(storms).set({ lastJoinedAt: now }).where(eq(storms.id, storm.id)).run();
}

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
  return statements(db).linesOf.all({ deliveryId });
}

/** Inside a transaction: the lines wait for another delivery. */
export function releaseLines(db: Drizzle, deliveryId: number): void {
  db.update(stormLines).set({ deliveryId: null }).where(eq(stormLines.deliveryId, deliveryId)).run();
}
