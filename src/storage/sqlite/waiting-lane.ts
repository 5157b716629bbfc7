import { and, asc, eq, sql } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import { CLOCK_DOES } from '../../notifications/kinds/line.ts';
import { MOST_SUMMED_UP } from '../../notifications/kinds/summary.ts';
import type { Lane } from '../../notifications/plan/operations.ts';
import type { Priority } from '../../notifications/priority.ts';
import type { LineByClock, SummedUp } from '../../notifications/storms/at-once.ts';
import type { LineInLane, NewCardInLane, OpenStorm } from '../../notifications/storms/gathering.ts';
import { workKey } from '../../notifications/types.ts';
import { deliveries, storms, timelineEvents } from '../schema/index.ts';
import { cardsOf } from './cards.ts';
import type { Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';
import { summedUp } from './storm-lines.ts';

const statements = prepared((db) => ({
  open: later(() =>
    db
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
  ),
}));

/** The storm of a lane that takes in new incidents. */
export function openStormIn(db: Drizzle, { connectionId, target }: Lane): OpenStorm | null {
  return statements(db).open().get({ connectionId, target }) ?? null;
}

/** The cards of a lane that wait for their first message, and surely have none yet, oldest first. */
export function newCardsIn(db: Drizzle, lane: string): NewCardInLane[] {
  return db.$client.prepare(NEW_CARDS).all({ lane }) as NewCardInLane[];
}

/** Without being told, SQLite walks through all that waits in the lane, thread lines as well. */
export const NEW_CARDS = `
  select cards.id as cardId, deliveries.created_at as createdAt
  from deliveries indexed by deliveries_messages
  join cards on cards.id = cast(substr(deliveries.work, length('card:') + 1) as integer)
  where deliveries.lane = :lane and deliveries.work = deliveries.thread and deliveries.is_taken = 0
    and deliveries.failed_at is null and deliveries.kind = 'card' and cards.ts is null and cards.storm_id is null
    and not exists (
      select 1 from deliveries as taken
      where taken.work = deliveries.work and taken.is_taken = 1 and taken.failed_at is null
    )
  order by deliveries.id`;

/** What is owed to the threads of cards, in order. */
export function linesOfCards(db: Drizzle, cardIds: number[]): LineInLane[] {
  const works = JSON.stringify(cardIds.map((id) => workKey('line', id)));
  return db
    .select({
      deliveryId: deliveries.id,
      eventId: timelineEvents.id,
      kind: timelineEvents.kind,
      priority: deliveries.priority,
      createdAt: deliveries.createdAt,
    })
    .from(deliveries)
    .innerJoin(timelineEvents, eq(timelineEvents.id, sql`${deliveries.detail} ->> 'eventId'`))
    .where(
      sql`${deliveries.work} in (select value from json_each(${works})) and ${deliveries.failedAt} is null and ${deliveries.detail} ->> 'isRecap' is null`,
    )
    .orderBy(asc(deliveries.id))
    .all()
    .map(({ kind, priority, ...line }) => ({
      ...line,
      isQuestion: kind === 'reminded',
      priority: priority as Priority,
    }));
}

/** What the clock did that waits to be said in threads of posted cards, and surely hasn't been said, oldest first. */
export function linesByClock(db: Drizzle, lane: string): LineByClock[] {
  return db.$client.prepare(LINES_BY_CLOCK).all({ lane, facts: JSON.stringify([...CLOCK_DOES]) }) as LineByClock[];
}

const LINES_BY_CLOCK = `
  select deliveries.id as deliveryId, events.id as eventId, events.incident_number as incidentNumber, deliveries.priority
  from deliveries
  join timeline_events as events on events.id = deliveries.detail ->> 'eventId'
  join cards on cards.id = cast(substr(deliveries.work, length('line:') + 1) as integer)
  where deliveries.lane = :lane and deliveries.failed_at is null and deliveries.method = 'chat.postMessage'
    and deliveries.is_taken = 0 and deliveries.kind = 'line' and deliveries.detail ->> 'isAlone' is null
    and events.kind in (select value from json_each(:facts)) and events.actor ->> 'kind' = 'clock'
    and cards.ts is not null and cards.storm_id is null
  order by deliveries.id
  limit ${MOST_SUMMED_UP}`;

/** The clock has something to do that it has not done yet. */
export function isClockBehind(db: Drizzle, now: UtcMs): boolean {
  return db.$client.prepare('select 1 from timers where due_at <= ? limit 1').get(now) !== undefined;
}

/** What a summary says that calls channels, with the card in its lane of each incident. */
export function calledIn(db: Drizzle, deliveryId: number, { connectionId, target }: Lane): SummedUp[] {
  return summedUp(db, deliveryId).flatMap(({ event: { id, incidentNumber, fact } }) => {
    if (fact.kind !== 'escalated') return [];
    const card = cardsOf(db, incidentNumber).find((one) => one.connectionId === connectionId && one.target === target);
    return card ? [{ eventId: id, called: fact, card }] : [];
  });
}
