import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { Card } from '../../courier/types.ts';
import { type Announcement, PRIORITY, type Priority } from '../../routing/announcement.ts';
import { cards, deliveries } from '../schema.ts';
import type { Drizzle } from './database.ts';

/** One lane per (connection, channel as configured). */
export function laneOf(connectionId: number, target: string): string {
  return `${connectionId}:${target}`;
}

/**
 * Queues what an announcement owes to Slack, inside the transaction of the change itself: new cards, every card of the
 * incident to be brought up to date (ten changes before it is sent are one delivery), and the thread lines.
 */
export function queueDeliveries(
  db: Drizzle,
  incidentNumber: number,
  eventIds: number[],
  announcement: Announcement,
  now: UtcMs,
): void {
  for (const { connectionId, channel, isHome } of announcement.newCards) {
    db.insert(cards).values({ connectionId, incidentNumber, target: channel, isHome }).run();
  }
  for (const card of db.select().from(cards).where(eq(cards.incidentNumber, incidentNumber)).all()) {
    queueCard(db, card, announcement.cardPriority, now);
    const lines = announcement.lines.find(({ connectionId }) => connectionId === card.connectionId);
    for (const index of lines?.events ?? []) {
      db.insert(deliveries)
        .values({ ...owedTo(card, now), kind: 'line', priority: PRIORITY.thread, eventId: eventIds[index] })
        .run();
    }
  }
}

/** Owes the card a look at its incident; one that already waits is enough, at the higher priority of the two. */
export function queueCard(db: Drizzle, card: Card, priority: Priority, now: UtcMs): void {
  db.insert(deliveries)
    .values({ ...owedTo(card, now), kind: 'card', priority })
    .onConflictDoUpdate({
      target: deliveries.cardId,
      targetWhere: sql`${deliveries.kind} = 'card' and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
      set: { priority: sql`min(${deliveries.priority}, excluded.priority)` },
    })
    .run();
}

function owedTo(card: Card, now: UtcMs) {
  return {
    uuid: randomUUID(),
    connectionId: card.connectionId,
    lane: laneOf(card.connectionId, card.target),
    cardId: card.id,
    createdAt: now,
    dueAt: now,
  };
}
