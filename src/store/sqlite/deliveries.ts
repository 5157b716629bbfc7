import { and, asc, count, desc, eq, gt, isNotNull, isNull, lte, min, sql } from 'drizzle-orm';
import type { Clock } from '../../clock.ts';
import type { DeliveryStore } from '../../courier/store.ts';
import type { Card, Delivery } from '../../courier/types.ts';
import { PRIORITY, type Priority } from '../../routing/announcement.ts';
import { cards, deliveries, timelineEvents } from '../schema.ts';
import { laneOf, queueCard } from './announce.ts';
import type { Database } from './database.ts';

type DeliveryRow = typeof deliveries.$inferSelect;

export function sqliteDeliveryStore({ db, write }: Database, clock: Clock): DeliveryStore {
  const waiting = isNull(deliveries.failedAt);
  const lanes = db
    .select({ lane: deliveries.lane, urgency: min(deliveries.priority) })
    .from(deliveries)
    .where(and(waiting, lte(deliveries.dueAt, sql.placeholder('now'))))
    .groupBy(deliveries.lane)
    .orderBy(asc(min(deliveries.priority)), asc(min(deliveries.id)))
    .prepare();
  const head = db
    .select()
    .from(deliveries)
    .where(and(waiting, eq(deliveries.lane, sql.placeholder('lane'))))
    .orderBy(desc(deliveries.isTaken), asc(deliveries.priority), asc(deliveries.id))
    .limit(1)
    .prepare();
  const cardById = db
    .select()
    .from(cards)
    .where(eq(cards.id, sql.placeholder('id')))
    .prepare();
  const eventById = db
    .select()
    .from(timelineEvents)
    .where(eq(timelineEvents.id, sql.placeholder('id')))
    .prepare();

  const remove = (id: number) => db.delete(deliveries).where(eq(deliveries.id, id)).run();

  /** The card is to be posted where it says, and everything owed to it follows in its thread. */
  const startOver = (card: Card) => {
    const { target, reroutedFrom } = card;
    db.update(cards).set({ target, reroutedFrom, channelId: null, ts: null }).where(eq(cards.id, card.id)).run();
    db.delete(deliveries)
      .where(and(eq(deliveries.cardId, card.id), eq(deliveries.kind, 'card'), waiting))
      .run();
    db.update(deliveries)
      .set({ lane: laneOf(card.connectionId, target), isTaken: false, inDoubtSince: null })
      .where(and(eq(deliveries.cardId, card.id), waiting))
      .run();
    queueCard(db, card, PRIORITY.human, clock.now());
  };

  return {
    async readyLanes(now) {
      return lanes.all({ now }).map(({ lane }) => lane);
    },
    async nextAttemptAt(now) {
      const row = db
        .select({ dueAt: min(deliveries.dueAt) })
        .from(deliveries)
        .where(and(waiting, gt(deliveries.dueAt, now)))
        .get();
      return row?.dueAt ?? null;
    },
    async next(lane, now) {
      const row = head.get({ lane });
      return row && row.dueAt <= now ? toDelivery(row) : null;
    },
    async card(id) {
      return cardById.get({ id }) ?? null;
    },
    async event(id) {
      return eventById.get({ id }) ?? null;
    },
    async cardsOf(incidentNumber) {
      return db.select().from(cards).where(eq(cards.incidentNumber, incidentNumber)).orderBy(asc(cards.id)).all();
    },

    async begin(id, at) {
      await write(() => {
        db.update(deliveries)
          .set({ isTaken: true, inDoubtSince: sql`coalesce(${deliveries.inDoubtSince}, ${at})` })
          .where(eq(deliveries.id, id))
          .run();
      });
    },
    async settledAsUnsent(id) {
      await write(() => {
        db.update(deliveries).set({ inDoubtSince: null }).where(eq(deliveries.id, id)).run();
      });
    },
    async finish({ id, task }, posted) {
      await write(() => {
        remove(id);
        if (posted && task.kind === 'card') {
          db.update(cards).set({ channelId: posted.channelId, ts: posted.ts }).where(eq(cards.id, task.cardId)).run();
        }
      });
    },
    async retryAt({ id, task, attempts }, at, inDoubt) {
      await write(() => {
        const newer =
          task.kind === 'card' &&
          !inDoubt &&
          db
            .select({ id: deliveries.id })
            .from(deliveries)
            .where(and(eq(deliveries.cardId, task.cardId), eq(deliveries.kind, 'card'), gt(deliveries.id, id), waiting))
            .get();
        if (newer) {
          // Nothing of this one reached Slack and a newer one is to render the same card: it takes over.
          remove(id);
          db.update(deliveries)
            .set({ dueAt: at, attempts: attempts + 1 })
            .where(eq(deliveries.id, newer.id))
            .run();
          return;
        }
        db.update(deliveries)
          .set({ dueAt: at, attempts: attempts + 1, ...(inDoubt ? {} : { isTaken: false, inDoubtSince: null }) })
          .where(eq(deliveries.id, id))
          .run();
      });
    },
    async fail({ id }, error, at) {
      await write(() => {
        db.update(deliveries).set({ failedAt: at, error }).where(eq(deliveries.id, id)).run();
      });
    },
    async reroute(card, target) {
      await write(() => startOver({ ...card, target, reroutedFrom: card.reroutedFrom ?? card.target }));
    },
    async repost(card) {
      await write(() => startOver(card));
    },
    async retryNow(now) {
      await write(() => {
        db.update(deliveries)
          .set({ dueAt: now })
          .where(and(waiting, gt(deliveries.dueAt, now)))
          .run();
      });
    },
    async failed(limit) {
      const rows = db
        .select()
        .from(deliveries)
        .where(isNotNull(deliveries.failedAt))
        .orderBy(desc(deliveries.failedAt))
        .limit(limit)
        .all();
      return rows.map((row) => ({ ...toDelivery(row), error: row.error ?? 'unknown', failedAt: row.failedAt ?? 0 }));
    },
    async load() {
      const counts = db
        .select({ all: count(), failed: count(deliveries.failedAt) })
        .from(deliveries)
        .get();
      const { all, failed } = counts ?? { all: 0, failed: 0 };
      return { waiting: all - failed, failed };
    },
  };
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    uuid: row.uuid,
    connectionId: row.connectionId,
    lane: row.lane,
    priority: row.priority as Priority,
    task:
      row.kind === 'line' && row.eventId !== null
        ? { kind: 'line', cardId: row.cardId, eventId: row.eventId }
        : { kind: 'card', cardId: row.cardId },
    createdAt: row.createdAt,
    attempts: row.attempts,
    inDoubtSince: row.inDoubtSince,
  };
}
