import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { Card, Place, SendingMethod } from '../../courier/types.ts';
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
    cardId: placeholder('cardId'),
    priority: placeholder('priority'),
  };
  return {
    card: db
      .insert(deliveries)
      .values({ ...owed, kind: 'card', method: placeholder('method') })
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
    hurry: db
      .update(deliveries)
      .set({ priority: sql`min(${deliveries.priority}, ${placeholder('priority')})` })
      .where(
        sql`${deliveries.cardId} = ${placeholder('cardId')} and ${deliveries.kind} = 'card'
          and ${deliveries.method} = 'chat.postMessage' and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
      )
      .prepare(),
  };
});

/**
 * Owes the card a look at its incident; one that already waits is enough, at the higher priority of the two. A message
 * that can't be changed stays as it is.
 */
export function queueCard(db: Drizzle, card: Card, priority: Priority, now: UtcMs): void {
  if (isFixed(card)) return;
  statements(db).card.run({ ...owedTo(card, now), cardId: card.id, priority, method: methodFor(card) });
}

/** A message in Slack that the workspace doesn't let the app change. */
export function isFixed({ ts, editing }: Pick<Card, 'ts' | 'editing'>): boolean {
  return ts !== null && editing === 'closed';
}

/** What brings a card or a storm's message up to date. */
export function methodFor({ ts }: Pick<Place, 'ts'>): SendingMethod {
  return ts === null ? 'chat.postMessage' : 'chat.update';
}

/** Owes the card's thread a line, which never goes before a card that is still to be posted. */
export function queueLine(db: Drizzle, card: Card, eventId: number, priority: Priority, now: UtcMs): void {
  statements(db).hurry.run({ cardId: card.id, priority });
  statements(db).line.run({ ...owedTo(card, now), cardId: card.id, eventId, priority });
}

/** What every new delivery has in common. */
export function owedTo({ connectionId, target }: Pick<Place, 'connectionId' | 'target'>, now: UtcMs) {
  return { uuid: randomUUID(), connectionId, lane: laneOf(connectionId, target), createdAt: now };
}
