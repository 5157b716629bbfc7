import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { Card, Place } from '../../courier/types.ts';
import type { Priority } from '../../routing/announcement.ts';
import { deliveries } from '../schema.ts';
import type { Drizzle } from './database.ts';
import { laneOf } from './lanes.ts';
import { prepared } from './prepared.ts';

const statements = prepared((db) => {
  const { placeholder } = sql;
  const owed = {
    uuid: placeholder('uuid'),
    connectionId: placeholder('connectionId'),
    lane: placeholder('lane'),
    createdAt: placeholder('createdAt'),
    dueAt: placeholder('dueAt'),
    cardId: placeholder('cardId'),
    priority: placeholder('priority'),
  };
  return {
    card: db
      .insert(deliveries)
      .values({ ...owed, kind: 'card' })
      .onConflictDoUpdate({
        target: deliveries.cardId,
        targetWhere: sql`${deliveries.kind} = 'card' and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
        set: { priority: sql`min(${deliveries.priority}, excluded.priority)` },
      })
      .prepare(),
    line: db
      .insert(deliveries)
      .values({ ...owed, kind: 'line', eventId: placeholder('eventId') })
      .prepare(),
  };
});

/** Owes the card a look at its incident; one that already waits is enough, at the higher priority of the two. */
export function queueCard(db: Drizzle, card: Card, priority: Priority, now: UtcMs): void {
  statements(db).card.run({ ...owedTo(card, now), cardId: card.id, priority });
}

/** Owes the card's thread a line. */
export function queueLine(db: Drizzle, card: Card, eventId: number, priority: Priority, now: UtcMs): void {
  statements(db).line.run({ ...owedTo(card, now), cardId: card.id, eventId, priority });
}

/** What every new delivery has in common. */
export function owedTo({ connectionId, target }: Pick<Place, 'connectionId' | 'target'>, now: UtcMs) {
  return { uuid: randomUUID(), connectionId, lane: laneOf(connectionId, target), createdAt: now, dueAt: now };
}
