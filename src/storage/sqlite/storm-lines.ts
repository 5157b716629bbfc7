import { and, asc, eq, isNull, max, min, sql } from 'drizzle-orm';
import type { WaitingLines } from '../../notifications/kinds/kind.ts';
import type { SummaryDetail } from '../../notifications/kinds/summary.ts';
import { ofFirstSentences } from '../../notifications/storms/alike.ts';
import type { StormLine } from '../../notifications/types.ts';
import { deliveries, stormCommands, stormLines, timelineEvents } from '../schema/index.ts';
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
  return first === null || last === null ? null : { first, last, isUnderWay: isUnderWay(db, stormId) };
}

/** Some of the lines are of what somebody has asked for and that goes on; none of them calls anybody. */
function isUnderWay(db: Drizzle, stormId: number): boolean {
  if (!db.select({ id: stormCommands.id }).from(stormCommands).limit(1).get()) return false;
  return db.$client.prepare(IS_UNDER_WAY).get({ stormId }) !== undefined;
}

const IS_UNDER_WAY = `
  with events as (
    select events.kind, events.actor from storm_lines
    join timeline_events as events on events.id = storm_lines.event_id
    where storm_lines.storm_id = :stormId and storm_lines.delivery_id is null
  )
  select 1 where not exists (select 1 from events where kind in ('escalated', 'paged'))
    and exists (
      select 1 from storm_acknowledgements as asked
      join events on events.actor ->> 'slackUserId' = asked.actor ->> 'slackUserId'
        and events.actor ->> 'connectionId' = asked.actor ->> 'connectionId'
        and events.kind = case asked.command ->> 'type' when 'resolve' then 'resolved' else 'acknowledged' end
    )`;

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
